import { describe, expect, it } from '@jest/globals';
import type { OrdersApi } from '../orders/orders-api.js';
import { Screen } from '../screen/screen.js';
import { followOrder } from './follow-order.js';

const order = { id: 'o', label: 'good card', placedAtMs: performance.now() };

/** A feed that tells these steps and then breaks. */
function stageWith(...steps: string[]) {
  const lines: string[] = [];
  const api: Pick<OrdersApi, 'follow'> = {
    async *follow() {
      for (const step of steps) yield { step, broker: 'kafka' };
      throw new Error('the feed broke');
    },
  };
  return {
    stage: { api: api as OrdersApi, screen: new Screen((line) => lines.push(line)) },
    lines,
  };
}

describe('followOrder', () => {
  it('shows each step until all that it waits for were seen, in whatever order', async () => {
    const { stage, lines } = stageWith(
      'order.placed',
      'stock.released',
      'payment.declined',
      'more',
    );

    await followOrder(stage, order, ['payment.declined', 'stock.released']);

    expect(lines.map((line) => line.split(/\s{2,}/)[2])).toEqual([
      'order.placed',
      'stock.released',
      'payment.declined',
    ]);
  });

  it('names what is missing and the last step that came', async () => {
    const { stage } = stageWith('order.placed', 'stock.reserved');

    const following = followOrder(stage, order, ['order.completed']);

    await expect(following).rejects.toThrow('no order.completed after stock.reserved');
  });
});
