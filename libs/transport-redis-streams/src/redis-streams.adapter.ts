import type { BrokerAdapter } from '@app/messaging';
import { REDIS_STREAMS } from './broker.js';
import { RedisStreamsFollower } from './following/redis-streams.follower.js';
import { RedisStreamsPublisher } from './publishing/redis-streams.publisher.js';
import { RedisStreamsTransportModule } from './redis-streams.module.js';
import { RedisStreamsTransport } from './redis-streams.transport.js';
import type { RedisStreamsTopology } from './topology/redis-streams-topology.js';

/** Redis with these streams, for the composition root. */
export function redisStreams(topology: RedisStreamsTopology): BrokerAdapter {
  return {
    brokers: [REDIS_STREAMS],
    module: (use) => RedisStreamsTransportModule.forRoot({ ...use, topology }),
    transport: RedisStreamsTransport,
    publisher: RedisStreamsPublisher,
    follower: RedisStreamsFollower,
  };
}
