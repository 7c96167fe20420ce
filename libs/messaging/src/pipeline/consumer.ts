import type { RetryPolicy } from '../settlement/retry-policy.js';
import type { HandlerLookup } from './handler-table.js';

/** One channel as an app reads it, ready to run: what the pipeline needs beside the delivery. */
export interface Consumer {
  readonly handlers: HandlerLookup;
  readonly retry: RetryPolicy;
  /** Larger bodies are dead letters before anything parses them. */
  readonly maxBodyBytes: number;
}
