import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import type { IdempotentTransaction } from './idempotency.store.js';
import { IDEMPOTENT_OPTIONS } from './idempotent.metadata.js';

export interface IdempotentOptions {
  /** Default `handler`. */
  readonly transaction?: IdempotentTransaction;
}

/**
 * The handler's effect happens once for each message, however often that is delivered. With the
 * inbox store (`IdempotencyModule.forInbox()`) everything that the handler writes through
 * `Database` and `Outbox` is one transaction with the record of it: exactly once.
 *
 * An effect outside the database needs a deterministic key of its own, and may be asked for again
 * after a crash. With `{ transaction: 'manual' }` it runs before the transaction, which the handler
 * then opens by `database.transaction()`, once.
 */
export function Idempotent(options: IdempotentOptions = {}): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(IDEMPOTENT_OPTIONS, options),
    UseInterceptors(IdempotencyInterceptor),
  );
}
