import type { ConcurrencyLimit } from '../concurrency/concurrency-limit.js';
import type { Delivery } from '../delivery/delivery.js';
import type { Settlement } from '../settlement/settlement.js';
import type { Consumer } from './consumer.js';
import type { DeliveryPipeline } from './delivery-pipeline.js';
import { runRaw } from './run-raw.js';

export interface Turns {
  readonly limit: ConcurrencyLimit;
  readonly pipeline: Pick<DeliveryPipeline, 'process'>;
  readonly consumer: Consumer;
  /** Aborted when the app stops: what runs may finish, nothing starts. */
  readonly stopping: AbortSignal;
}

/**
 * Processes a delivery once it has a slot and the consumer's breaker lets it pass; ownership may be
 * lost while it waits. Who waits at the breaker keeps its slot, so that what waits is bounded as
 * what runs is, and the breaker is asked when the handler could start, not long before.
 * @param mayStart asked last, with the slot in hand
 * @returns undefined where the handler must not start any more
 */
export async function processInTurn(
  delivery: Delivery,
  { limit, pipeline, consumer, stopping }: Turns,
  mayStart?: () => Promise<boolean>,
): Promise<Settlement | undefined> {
  const isOver = () => stopping.aborted || delivery.signal.aborted;
  if (isOver() || !(await limit.acquire(delivery.signal))) return undefined;
  try {
    const { breaker } = consumer;
    // Asked only where it is open: each await costs all deliveries a turn.
    const passage = breaker?.isOpen ? await breaker.pass([stopping, delivery.signal]) : 'free';
    if (!passage) return undefined;
    if (isOver() || (mayStart && !(await mayStart())) || isOver()) {
      breaker?.report(passage, { verdict: 'neutral', isFirstAttempt: delivery.attempt === 1 });
      return undefined;
    }
    if (consumer.raw) return await runRaw(consumer.raw, delivery, stopping, consumer.meter);
    return await pipeline.process(delivery, consumer, { passage, stopping });
  } finally {
    limit.release();
  }
}
