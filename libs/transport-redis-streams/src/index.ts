export { RedisStreamsTransport } from './consuming/redis-streams.transport.js';
export { RedisStreamsFollower } from './following/redis-streams.follower.js';
export { RedisStreamsPublisher } from './publishing/redis-streams.publisher.js';
export { redisStreams } from './redis-streams.adapter.js';
export type { RedisStreamsTransportOptions } from './redis-streams.module-definition.js';
export { RedisStreamsTransportModule } from './redis-streams.module.js';
export { redisStreamsSettings, type RedisStreamsSettings } from './redis-streams.settings.js';
export type { RedisStream, RedisStreamsTopology } from './topology/redis-streams-topology.js';
export { deadLetterStreamName } from './topology/streams.js';
