import type { OrderRequest } from '../orders/orders-api.js';
import type { Act } from './act.js';
import { describeOrder } from './describe-order.js';
import { followOrder } from './follow-order.js';

interface OrderAct extends Pick<Act, 'label' | 'heading' | 'expected'> {
  readonly order: OrderRequest;
  /** The steps that end it. */
  readonly until: readonly string[];
}

/** An order is placed and goes its way. */
export function orderAct({ order, until, ...act }: OrderAct): Act {
  return {
    ...act,
    async play(stage) {
      const placedAtMs = performance.now();
      const id = await stage.api.place(order);
      await followOrder(stage, { id, label: act.label, placedAtMs }, until);
      return describeOrder(await stage.api.show(id), await stage.books.of(id));
    },
  };
}
