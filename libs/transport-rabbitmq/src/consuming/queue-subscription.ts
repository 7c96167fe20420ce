import type { Clock, ConcurrencyLimit, Consumer, DeliveryPipeline } from '@app/messaging';
import type { Source } from '@app/messaging';
import type { Settler } from './settler.js';

/** Reads a queue on one channel, as far as whoever shuts it down needs to know. */
export interface OpenConsumer {
  cancel(): Promise<void>;
  close(): Promise<void>;
  disown(reason: string): void;
}

/** What an app does with one queue, whichever channel it is read on. */
export interface QueueSubscription {
  /** The queue's name at the broker. */
  readonly queue: string;
  readonly source: Omit<Source, 'coordinates'>;
  /** The prefetch bounds it too, but handlers of a lost channel may still run on the next one. */
  readonly limit: ConcurrencyLimit;
  readonly consumer: Consumer;
  readonly pipeline: DeliveryPipeline;
  readonly settler: Settler;
  readonly clock: Clock;
  /** Handlers that run now, on this channel or a lost one. */
  readonly running: Set<Promise<void>>;
  /** Those whose channel isn't lost, even before the broker delivers to them. */
  readonly consumers: Set<OpenConsumer>;
}
