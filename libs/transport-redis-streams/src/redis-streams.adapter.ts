import { readSettings, type BrokerAdapter } from '@app/messaging';
import { REDIS_STREAMS } from './broker.js';
import { RedisStreamsTransport } from './consuming/redis-streams.transport.js';
import { RedisStreamsFollower } from './following/redis-streams.follower.js';
import { RedisStreamsPublisher } from './publishing/redis-streams.publisher.js';
import { RedisStreamsTransportModule } from './redis-streams.module.js';
import { redisStreamsSettings } from './redis-streams.settings.js';
import type { RedisStreamsTopology } from './topology/redis-streams-topology.js';

/** Redis Streams as the composition root adds them to an app. */
export function redisStreams(topology: RedisStreamsTopology): BrokerAdapter {
  return {
    brokers: [REDIS_STREAMS],
    settings: redisStreamsSettings,
    module: ({ consumes, environment }) =>
      RedisStreamsTransportModule.forRoot({
        topology,
        consumes,
        settings: readSettings(redisStreamsSettings, environment),
      }),
    transport: RedisStreamsTransport,
    publisher: RedisStreamsPublisher,
    follower: RedisStreamsFollower,
  };
}
