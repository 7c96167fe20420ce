import type { CircuitBreaker } from '../breaker/circuit-breaker.js';
import type { RawHandler } from '../delivery/raw-handler.js';
import type { DeliveryMeter } from '../metrics/delivery-meter.js';
import type { RetryPolicy } from '../settlement/retry-policy.js';
import type { HandlerLookup } from './handler-table.js';
import type { ReplayOutcomes } from './replay-outcomes.js';

/** One channel as an app reads it, ready to run: what the pipeline needs beside the delivery. */
export interface Consumer {
  readonly handlers: HandlerLookup;
  readonly retry: RetryPolicy;
  /** Handlers that run side by side at most. */
  readonly concurrency: number;
  /** Larger bodies are dead letters before anything parses them. */
  readonly maxBodyBytes: number;
  /** Of the channel; undefined where a consumer is made outside of an app. */
  readonly meter?: DeliveryMeter | undefined;
  /** Undefined where breakers are off. */
  readonly breaker?: CircuitBreaker | undefined;
  /** Takes the messages as they are, in the place of handlers. */
  readonly raw?: RawHandler | undefined;
  /** Undefined where nobody is told what becomes of replays. */
  readonly replays?: ReplayOutcomes | undefined;
}
