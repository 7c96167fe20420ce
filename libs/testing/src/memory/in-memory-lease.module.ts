import type { DynamicModule } from '@nestjs/common';
import { LeaseStoreFactory } from '@app/idempotency';
import type { InMemoryLeaseStore } from './in-memory-lease.store.js';

class InMemoryLeaseModule {}

/** Lets `store` keep the leases of an app, in the place of a server. */
export function inMemoryLeases(store: InMemoryLeaseStore): DynamicModule {
  const factory: LeaseStoreFactory = { create: () => store };
  return {
    module: InMemoryLeaseModule,
    global: true,
    providers: [{ provide: LeaseStoreFactory, useValue: factory }],
    exports: [LeaseStoreFactory],
  };
}
