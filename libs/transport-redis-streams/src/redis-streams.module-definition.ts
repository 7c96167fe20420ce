import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { Subscription } from '@app/messaging';
import type { RedisStreamsSettings } from './redis-streams.settings.js';
import type { RedisStreamsTopology } from './topology/redis-streams-topology.js';

export interface RedisStreamsTransportOptions {
  readonly topology: RedisStreamsTopology;
  /** May be empty: the app only sends. */
  readonly consumes: readonly Subscription[];
  readonly settings: RedisStreamsSettings;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: REDIS_STREAMS_OPTIONS } =
  new ConfigurableModuleBuilder<RedisStreamsTransportOptions>({
    moduleName: 'RedisStreamsTransport',
  })
    .setClassMethodName('forRoot')
    .build();
