import type { ConcurrencyLimit } from '../concurrency/concurrency-limit.js';
import type { Delivery } from '../delivery/delivery.js';
import type { Settlement } from '../settlement/settlement.js';
import type { Consumer } from './consumer.js';
import type { DeliveryPipeline } from './delivery-pipeline.js';

export interface Turns {
  readonly limit: ConcurrencyLimit;
  readonly pipeline: Pick<DeliveryPipeline, 'process'>;
  readonly consumer: Consumer;
  /** Aborted when the app stops: what runs may finish, nothing starts. */
  readonly stopping: AbortSignal;
}

/**
 * Processes a delivery once it has a slot, for transports that retry in place: ownership may be
 * lost while it waits.
 * @param mayStart asked last, with the slot in hand
 * @returns undefined where the handler must not start any more
 */
export async function processInTurn(
  delivery: Delivery,
  { limit, pipeline, consumer, stopping }: Turns,
  mayStart?: () => Promise<boolean>,
): Promise<Settlement | undefined> {
  const isOver = () => stopping.aborted || delivery.signal.aborted;
  if (isOver() || !(await limit.acquire())) return undefined;
  try {
    if (mayStart && !(await mayStart())) return undefined;
    if (isOver()) return undefined;
    return await pipeline.process(delivery, consumer);
  } finally {
    limit.release();
  }
}
