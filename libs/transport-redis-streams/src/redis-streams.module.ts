import { Module } from '@nestjs/common';
import { readSettings } from '@app/messaging';
import { Connections } from './connection/connections.js';
import { RedisStreamsFollower } from './following/redis-streams.follower.js';
import { RedisStreamsPublisher } from './publishing/redis-streams.publisher.js';
import {
  ConfigurableModuleClass,
  MODULE_OPTIONS_TOKEN,
  type RedisStreamsModuleOptions,
} from './redis-streams.module-definition.js';
import { redisStreamsSettings } from './redis-streams.settings.js';
import { REDIS_STREAMS_SETTINGS } from './redis-streams.tokens.js';
import { RedisStreamsTransport } from './redis-streams.transport.js';
import { Streams } from './topology/streams.js';

export type { RedisStreamsModuleOptions } from './redis-streams.module-definition.js';

/** Redis Streams for one app: `forRoot(options)` or `forRootAsync(...)`, global by default. */
@Module({
  providers: [
    {
      provide: REDIS_STREAMS_SETTINGS,
      inject: [MODULE_OPTIONS_TOKEN],
      useFactory: ({ environment }: RedisStreamsModuleOptions) =>
        readSettings(redisStreamsSettings, environment),
    },
    Connections,
    RedisStreamsFollower,
    RedisStreamsPublisher,
    RedisStreamsTransport,
    Streams,
  ],
  exports: [RedisStreamsFollower, RedisStreamsPublisher, RedisStreamsTransport],
})
export class RedisStreamsTransportModule extends ConfigurableModuleClass {}
