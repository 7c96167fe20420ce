import type { Type } from '@nestjs/common';
import type { RetryPolicy } from '../settlement/retry-policy.js';
import type { RawHandler } from './raw-handler.js';

/** A place that messages are read from. */
export interface Channel {
  readonly broker: string;
  /** Topic, queue or stream, without the resource prefix. */
  readonly name: string;
  /** A stream is read by many consumer groups; a queue is addressed to one consumer. */
  readonly kind: 'stream' | 'queue';
}

/** That an app reads a channel, and how. */
export interface Subscription {
  readonly channel: Channel;
  /** Handlers that run side by side at most. Default 16. */
  readonly concurrency?: number;
  /** What differs from the default retry policy. */
  readonly retry?: Partial<RetryPolicy>;
  /** The channel whose handlers take the messages of this one, which brings them once more. */
  readonly handledAs?: Channel;
  /** A provider of the app that takes the messages as they are, in the place of handlers. */
  readonly raw?: Type<RawHandler>;
}

/**
 * The scope of idempotency: an app reads a stream as one consumer group, and each queue for itself
 * (one event may reach two queues of an app, and both mean it).
 */
export function consumerName(app: string, channel: Channel): string {
  return channel.kind === 'stream' ? app : `${app}:${channel.name}`;
}
