import type { Clock, Consumer, DeliveryPipeline, Source } from '@app/messaging';
import type { Settler } from './settler.js';
import type { Slots } from './slots.js';

/** What an app does with one queue, whichever channel it is read on. */
export interface QueueSubscription {
  /** The queue's name at the broker. */
  readonly queue: string;
  readonly source: Omit<Source, 'coordinates'>;
  readonly concurrency: number;
  readonly slots: Slots;
  readonly consumer: Consumer;
  readonly pipeline: DeliveryPipeline;
  readonly settler: Settler;
  readonly clock: Clock;
  /** Handlers that run now, on this channel or a lost one. */
  readonly running: Set<Promise<void>>;
}
