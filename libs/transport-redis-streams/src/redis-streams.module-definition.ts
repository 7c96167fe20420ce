import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { BrokerUse } from '@app/messaging';
import type { RedisStreamsTopology } from './topology/redis-streams-topology.js';

/** What an app is to Redis Streams: its name, what it reads, and the streams that exist. */
export interface RedisStreamsModuleOptions extends BrokerUse {
  readonly topology: RedisStreamsTopology;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } =
  new ConfigurableModuleBuilder<RedisStreamsModuleOptions>()
    .setClassMethodName('forRoot')
    .setExtras({ isGlobal: true }, (definition, { isGlobal }) => ({
      ...definition,
      global: isGlobal,
    }))
    .build();
