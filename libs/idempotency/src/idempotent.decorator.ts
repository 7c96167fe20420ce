import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IDEMPOTENT_OPTIONS } from './idempotent.metadata.js';
import type { IdempotentOptions } from './idempotent.options.js';
import { LeaseInterceptor } from './lease/lease.interceptor.js';

/**
 * The handler's effect happens once for each message, however often that is delivered. With the
 * inbox (`IdempotencyModule.forInbox()`), the default, everything that the handler writes through
 * `Database` and `Outbox` is one transaction with the record of it: exactly once.
 *
 * An effect outside the database happens at least once, since nothing commits it together with a
 * record. Two ways keep it from being repeated:
 * - `{ transaction: 'manual' }`, where the other side takes a deterministic key: the call runs
 *   before the transaction, which the handler then opens by `database.transaction()`, once. A
 *   crash in between repeats the call, not its effect.
 * - `{ store: 'lease' }` (`IdempotencyModule.forLeases()`), where it takes none, as a mail server.
 *   No transaction: duplicates are suppressed, also at the same time. A crash between the effect
 *   and its record repeats it. The handler should heed `@DeliverySignal()`: it is aborted when
 *   the lease is lost.
 */
export function Idempotent(options: IdempotentOptions = {}): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(IDEMPOTENT_OPTIONS, options),
    UseInterceptors(options.store === 'lease' ? LeaseInterceptor : IdempotencyInterceptor),
  );
}
