export { redisStreams } from './redis-streams.adapter.js';
export { RedisStreamsFollower } from './following/redis-streams.follower.js';
export { RedisStreamsPublisher } from './publishing/redis-streams.publisher.js';
export {
  RedisStreamsTransportModule,
  type RedisStreamsModuleOptions,
} from './redis-streams.module.js';
export { redisStreamsSettings, type RedisStreamsSettings } from './redis-streams.settings.js';
export { RedisStreamsTransport } from './redis-streams.transport.js';
export { readFields, writeFields, type EntryFields } from './entry/entry-fields.js';
export { deadLetterStreamName } from './topology/streams.js';
export type { RedisStream, RedisStreamsTopology } from './topology/redis-streams-topology.js';
