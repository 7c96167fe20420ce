import type { OrderRequest } from '../orders/orders-api.js';
import type { Act } from './act.js';
import { describeOrder } from './describe-order.js';
import { followOrder } from './follow-order.js';
import { showCalls } from './show-calls.js';

interface OrderAct extends Pick<Act, 'label' | 'heading' | 'expected'> {
  readonly order: OrderRequest;
  /** The steps that end it. */
  readonly until: readonly string[];
  /** Whether the calls to the payment provider are worth seeing. */
  readonly showsCalls?: boolean;
}

/** An order is placed and goes its way. */
export function orderAct({ order, until, showsCalls = false, ...act }: OrderAct): Act {
  return {
    ...act,
    async play(stage) {
      const placedAtMs = performance.now();
      const id = await stage.api.place(order);
      const placed = { id, label: act.label, placedAtMs };
      const followed = new AbortController();
      await Promise.all([
        followOrder(stage, placed, until).finally(() => followed.abort()),
        showsCalls && showCalls(stage, placed, followed.signal),
      ]);
      const outcome = describeOrder(await stage.api.show(id), await stage.books.of(id));
      stage.screen.note(outcome);
      return outcome;
    },
  };
}
