import { Inject, Injectable, Optional } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ConfigurationError, MetricRegistry } from '@app/messaging';
import { IdempotencyInterceptor } from '../idempotency.interceptor.js';
import { LeasedStore } from './leased.store.js';

/** The same for handlers that ask for `{ store: 'lease' }`. */
@Injectable()
export class LeaseInterceptor extends IdempotencyInterceptor {
  protected override readonly kind = 'lease';

  /** @throws ConfigurationError, at boot, when the app has no such store */
  constructor(
    @Optional() @Inject(LeasedStore) store: LeasedStore | undefined,
    reflector: Reflector,
    metrics: MetricRegistry,
  ) {
    if (!store) {
      throw new ConfigurationError(
        "A handler has @Idempotent({ store: 'lease' }), but its app has no leases. Import " +
          'IdempotencyModule.forLeases() in the app module.',
      );
    }
    super(store, reflector, metrics);
  }
}
