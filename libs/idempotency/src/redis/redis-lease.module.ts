import { Module, type DynamicModule } from '@nestjs/common';
import { APP_NAME, ENVIRONMENT, readSettings, type Environment } from '@app/messaging';
import { LeaseStoreFactory } from '../lease/lease-store.js';
import { redisLeaseSettings } from './redis-lease.settings.js';

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
            create: async () => {
              const settings = readSettings(redisLeaseSettings, environment);
              // Its client is loaded only by an app that has a use for it.
              const { RedisLeaseStore } = await import('./redis-lease.store.js');
              return new RedisLeaseStore(settings, app);
            },
          }),
        },
      ],
      exports: [LeaseStoreFactory],
    };
  }
}
