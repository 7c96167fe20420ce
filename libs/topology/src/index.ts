export { bullMqTopology } from './bullmq.topology.js';
export {
  audit,
  deadLetterOutcomes,
  notifications,
  orderActivity,
  ordersEvents,
  payments,
  shipments,
  tasks,
} from './channels.js';
export { deadLetterChannels, type DeadLetterChannel } from './dead-letter-channels.js';
export { eventRoutes } from './event-routes.js';
export { kafkaTopology } from './kafka.topology.js';
export { rabbitMqTopology } from './rabbitmq.topology.js';
export { redisStreamsTopology } from './redis-streams.topology.js';
export { replaysOf } from './replay-channels.js';
export { replayRoute, withReplays, type FailedSource, type ReplayRoute } from './replays.js';
export { sqsTopology } from './sqs.topology.js';
