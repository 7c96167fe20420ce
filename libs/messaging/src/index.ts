export type { AppDefinition } from './app/app-definition.js';
export { APP_NAME, ENVIRONMENT } from './app/app.tokens.js';
export type { BrokerAdapter, BrokerUse } from './app/broker-adapter.js';
export { BrokerBoards, type BoardHandler, type BrokerBoard } from './app/broker-boards.js';
export { brokersOf } from './app/brokers-of.js';
export { DuplicateMemory } from './app/duplicate-memory.js';
export { Clock, SystemClock } from './app/clock.js';
export { HealthRegistry, type Health, type HealthIndicator } from './app/health.js';
export { isPort, maxBodyBytes, milliseconds, redisUrl } from './app/common-settings.js';
export { resourcePrefix, shutdownTimeoutMs } from './app/common-settings.js';
export { MessagingModule } from './app/messaging.module.js';
export { readSettings, type Environment } from './app/settings.js';
export { startApp, type StartOptions } from './app/start-app.js';
export { ChangeNotice } from './concurrency/change-notice.js';
export { ConcurrencyLimit } from './concurrency/concurrency-limit.js';
export { InFlight } from './concurrency/in-flight.js';
export { KeyLanes } from './concurrency/key-lanes.js';
export { sharedAbort } from './concurrency/shared-abort.js';
export { DeliveryContext } from './delivery/delivery-context.js';
export { deliveryScope, type CurrentDelivery } from './delivery/delivery-scope.js';
export type { BrokerMove, Delivery, Source } from './delivery/delivery.js';
export { DeliverySignal, Event } from './delivery/delivery.decorators.js';
export { RawHandler } from './delivery/raw-handler.js';
export {
  MAX_REPLAY_NUMBER,
  readReplay,
  replayHeaders,
  replayOrNone,
  withoutReplayHeaders,
  type Replay,
} from './delivery/replay-headers.js';
export {
  afterFailure,
  failureTimes,
  retryHeaders,
  retryStateOrFirst,
  withoutRetryHeaders,
  type RetryState,
} from './delivery/retry-headers.js';
export { consumerName, type Channel, type Subscription } from './delivery/subscription.js';
export { ConfigurationError } from './errors/configuration.error.js';
export { HandBackError } from './errors/hand-back.error.js';
export { HostileHeadersError } from './errors/hostile-headers.error.js';
export { IdempotencyMismatchError } from './errors/idempotency-mismatch.error.js';
export { isError } from './errors/is-error.js';
export { toError } from './errors/to-error.js';
export {
  MessageTooLargeError,
  PublishRejectedError,
  PublishUnconfirmedError,
  UnknownDestinationError,
  UnpublishableMessageError,
  UnroutableMessageError,
} from './errors/publish.errors.js';
export { UnrecoverableError } from './errors/unrecoverable.error.js';
export { FollowerRegistry } from './following/follower-registry.js';
export {
  StreamFollower,
  type FollowedMessage,
  type StreamListener,
} from './following/stream-follower.js';
export {
  BrokerProbes,
  type BrokerProbe,
  type BrokerFigures,
  type ChannelBacklog,
} from './metrics/broker-probe.js';
export type { Counter, Series } from './metrics/counter.js';
export { DURATION_BOUNDS_SECONDS, DurationHistogram } from './metrics/duration-histogram.js';
export type { DeliveryMeter } from './metrics/delivery-meter.js';
export { channelLabels, type Labels, type Metric, type Sample } from './metrics/metric.js';
export { MetricRegistry } from './metrics/metric-registry.js';
export { ConsumerTransport } from './pipeline/consumer-transport.js';
export { Consumers } from './pipeline/consumers.js';
export { createConsumer } from './pipeline/create-consumer.js';
export type { Consumer } from './pipeline/consumer.js';
export { DeliveryPipeline } from './pipeline/delivery-pipeline.js';
export { DeliveryStatistics } from './pipeline/delivery-statistics.js';
export { HandlerTable } from './pipeline/handler-table.js';
export { processInPlace, type InPlace, type Settled } from './pipeline/process-in-place.js';
export { processInTurn, type Turns } from './pipeline/process-in-turn.js';
export { ReplayOutcomes, type ReportReplay } from './pipeline/replay-outcomes.js';
export { startPatiently } from './pipeline/start-patience.js';
export { EventComposer } from './publishing/event-composer.js';
export { EventPublisher } from './publishing/event-publisher.js';
export { EventRoutes } from './publishing/event-routes.js';
export { MessagePublisher } from './publishing/message-publisher.js';
export type { Destination, OutboundMessage } from './publishing/outbound-message.js';
export { PublisherRegistry } from './publishing/publisher-registry.js';
export { DEAD_LETTER_REASONS } from './settlement/dead-letter-reason.js';
export type { DeadLetterReason } from './settlement/dead-letter-reason.js';
export { decideSettlement } from './settlement/decide-settlement.js';
export { DEFAULT_RETRY_POLICY, type RetryPolicy } from './settlement/retry-policy.js';
export { ACK, type Settlement } from './settlement/settlement.js';
export { StartLedger, type StartedMessage } from './starts/start-ledger.js';
export { backoffMs } from './time/backoff.js';
export { endsWithin } from './time/ends-within.js';
export { persist } from './time/persist.js';
export { sleep } from './time/sleep.js';
export { traceHeaders } from './tracing/trace-headers.js';
export { currentTraceId, traceScope } from './tracing/trace-scope.js';
export { Tracing } from './tracing/tracing.js';
