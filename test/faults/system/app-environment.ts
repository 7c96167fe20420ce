/**
 * Leases short enough that a run sees them end. Otherwise the apps run as in production, with
 * everything written down that a server can be told to write down.
 */
export const appEnvironment: Readonly<Record<string, string>> = {
  LOG_FORMAT: 'json',
  KAFKA_SESSION_TIMEOUT_MS: '6000',
  KAFKA_REQUEST_TIMEOUT_MS: '5000',
  BULLMQ_LOCK_MS: '4000',
  SQS_VISIBILITY_TIMEOUT_SECONDS: '6',
  REDIS_STREAMS_MIN_IDLE_MS: '4000',
  RABBITMQ_HEARTBEAT_SECONDS: '2',
  IDEMPOTENCY_LEASE_SECONDS: '6',
  IDEMPOTENCY_TIMEOUT_MS: '2000',
  DATABASE_LOCK_TIMEOUT_MS: '2000',
  DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS: '3000',
  DATABASE_STATEMENT_TIMEOUT_MS: '5000',
  DATABASE_CONNECT_TIMEOUT_MS: '5000',
  SHUTDOWN_TIMEOUT_MS: '10000',
  // An order that waits for a fault to end is not stalled.
  STALLED_ORDER_AFTER_MS: String(24 * 3_600_000),
};
