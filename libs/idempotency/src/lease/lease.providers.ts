import type { Provider } from '@nestjs/common';
import { Clock, ConfigurationError, DuplicateMemory, HealthRegistry } from '@app/messaging';
import { LeaseStore, LeaseStoreFactory } from './lease-store.js';
import { LeasedStore } from './leased.store.js';

const MS_PER_HOUR = 3_600_000;

/** What an app has that keeps leases. It isn't ready while it can't. */
export const leaseProviders: Provider[] = [
  {
    provide: LeaseStore,
    inject: [{ token: LeaseStoreFactory, optional: true }, HealthRegistry, DuplicateMemory],
    useFactory: async (
      factory: LeaseStoreFactory | undefined,
      registry: HealthRegistry,
      memory: DuplicateMemory,
    ) => {
      if (!factory) {
        throw new ConfigurationError(
          'The app asks for leases (IdempotencyModule.forLeases()), but the system has nothing ' +
            'to keep them in. Add RedisLeaseModule.forRoot() to the modules of startApp().',
        );
      }
      const store = await factory.create();
      memory.add('IDEMPOTENCY_RETENTION_HOURS', store.retentionMs / MS_PER_HOUR);
      registry.add({ name: 'idempotency', health: () => store.health() });
      return store;
    },
  },
  {
    provide: LeasedStore,
    inject: [LeaseStore, Clock],
    useFactory: (store: LeaseStore, clock: Clock) => new LeasedStore(store, clock),
  },
];
