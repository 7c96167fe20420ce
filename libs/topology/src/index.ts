export { audit, notifications, ordersEvents, payments, shipments, tasks } from './channels.js';
export { orderActivity } from './channels.js';
export { eventRoutes } from './event-routes.js';
export { kafkaTopology } from './kafka.topology.js';
export { rabbitMqTopology } from './rabbitmq.topology.js';
export { redisStreamsTopology } from './redis-streams.topology.js';
