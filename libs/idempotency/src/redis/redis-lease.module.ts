import { Module, type DynamicModule } from '@nestjs/common';
import { APP_NAME, ENVIRONMENT, readSettings, type Environment } from '@app/messaging';
import { LeaseStoreFactory } from '../lease/lease-store.js';
import { redisLeaseSettings } from './redis-lease.settings.js';
import { RedisLeaseStore } from './redis-lease.store.js';

/**
 * Keeps leases in Redis: for the modules of every app, by the composition root. An app that has no
 * use for leases neither reads the settings nor connects.
 */
@Module({})
export class RedisLeaseModule {
  static forRoot(): DynamicModule {
    return {
      module: RedisLeaseModule,
      global: true,
      providers: [
        {
          provide: LeaseStoreFactory,
          inject: [ENVIRONMENT, APP_NAME],
          useFactory: (environment: Environment, app: string): LeaseStoreFactory => ({
            create: () => new RedisLeaseStore(readSettings(redisLeaseSettings, environment), app),
          }),
        },
      ],
      exports: [LeaseStoreFactory],
    };
  }
}
