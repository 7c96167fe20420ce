export { HttpIdempotencyInterceptor } from './http/http-idempotency.interceptor.js';
export {
  HttpIdempotencyError,
  IdempotencyInProgressError,
  IdempotencyKeyInvalidError,
  IdempotencyKeyReusedError,
} from './http/http-idempotency.errors.js';
export { httpIdempotencyMigrations } from './http/http-idempotency.migrations.js';
export { IdempotentRequest } from './http/idempotent-request.decorator.js';
export { IdempotencyInterceptor } from './idempotency.interceptor.js';
export { IdempotencyModule } from './idempotency.module.js';
export { IdempotencyStore } from './idempotency.store.js';
export type {
  IdempotencyClaim,
  IdempotentTransaction,
  RunOnceOutcome,
} from './idempotency.store.js';
export { Idempotent, type IdempotentOptions } from './idempotent.decorator.js';
export { inboxMigrations } from './inbox/inbox.migrations.js';
export { InboxStore } from './inbox/inbox.store.js';
export { SecondTransactionError } from './inbox/second-transaction.error.js';
