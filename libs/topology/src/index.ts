export { bullMqTopology } from './bullmq.topology.js';
export {
  audit,
  notifications,
  orderActivity,
  ordersEvents,
  payments,
  shipments,
  tasks,
} from './channels.js';
export { eventRoutes } from './event-routes.js';
export { kafkaTopology } from './kafka.topology.js';
export { rabbitMqTopology } from './rabbitmq.topology.js';
export { redisStreamsTopology } from './redis-streams.topology.js';
export { sqsTopology } from './sqs.topology.js';
