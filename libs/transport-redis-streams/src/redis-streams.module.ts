import { Global, Module } from '@nestjs/common';
import { Connections } from './connection/connections.js';
import { RedisStreamsTransport } from './consuming/redis-streams.transport.js';
import { RedisStreamsFollower } from './following/redis-streams.follower.js';
import { RedisStreamsPublisher } from './publishing/redis-streams.publisher.js';
import { RedisStreamsHealth } from './redis-streams.health.js';
import { ConfigurableModuleClass } from './redis-streams.module-definition.js';
import { RedisStreamsProbe } from './redis-streams.probe.js';
import { Streams } from './topology/streams.js';

/** Redis Streams for one app: `forRoot(options)`, or `forRootAsync({ inject, useFactory })`. */
@Global()
@Module({
  providers: [
    RedisStreamsHealth,
    Connections,
    Streams,
    RedisStreamsFollower,
    RedisStreamsPublisher,
    RedisStreamsTransport,
    RedisStreamsProbe,
  ],
  exports: [RedisStreamsFollower, RedisStreamsPublisher, RedisStreamsTransport],
})
export class RedisStreamsTransportModule extends ConfigurableModuleClass {}
