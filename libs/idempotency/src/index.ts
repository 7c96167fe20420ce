export { HttpIdempotencyInterceptor } from './http/http-idempotency.interceptor.js';
export {
  HttpIdempotencyError,
  IdempotencyInProgressError,
  IdempotencyKeyInvalidError,
  IdempotencyKeyReusedError,
} from './http/http-idempotency.errors.js';
export { IdempotentRequest } from './http/idempotent-request.decorator.js';
export { IdempotencyInterceptor } from './idempotency.interceptor.js';
export { IdempotencyModule } from './idempotency.module.js';
export { httpIdempotencySettings, inboxSettings } from './idempotency.settings.js';
export { IdempotencyStore } from './idempotency.store.js';
export type {
  IdempotencyClaim,
  IdempotentTransaction,
  IdempotentWork,
  RunOnceOutcome,
} from './idempotency.store.js';
export { Idempotent } from './idempotent.decorator.js';
export type { IdempotentOptions } from './idempotent.options.js';
export { InboxStore } from './inbox/inbox.store.js';
export { SecondTransactionError } from './inbox/second-transaction.error.js';
export { LeaseLostError, LeaseStoreUnavailableError } from './lease/lease.errors.js';
export { LeaseInterceptor } from './lease/lease.interceptor.js';
export { LeaseStore, LeaseStoreFactory } from './lease/lease-store.js';
export type { ClaimAnswer, Lease } from './lease/lease.js';
export { LeasedStore } from './lease/leased.store.js';
export { RedisLeaseModule } from './redis/redis-lease.module.js';
export { redisLeaseSettings, type RedisLeaseSettings } from './redis/redis-lease.settings.js';
