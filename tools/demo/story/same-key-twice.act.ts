import { randomUUID } from 'node:crypto';
import type { Act } from './act.js';
import { describeOrder } from './describe-order.js';
import { followOrder } from './follow-order.js';

/** A client that got no answer asks again, and must not buy twice. */
export const sameKeyTwice: Act = {
  label: 'same key twice',
  heading: 'One request sent twice with the same Idempotency-Key: one order, charged once',
  expected: 'same order id, completed, 1 charge',

  async play(stage) {
    const key = randomUUID();
    const order = { sku: 'MOUSE', paymentMethod: 'card_ok' } as const;
    const placedAtMs = performance.now();
    const first = await stage.api.place(order, key);
    const second = await stage.api.place(order, key);
    stage.screen.note(`first answer  ${first}`);
    stage.screen.note(`second answer ${second}`);
    await followOrder(stage, { id: first, label: this.label, placedAtMs }, ['order.completed']);
    const what = describeOrder(await stage.api.show(first), await stage.books.of(first));
    return `${first === second ? 'same order id' : 'two order ids'}, ${what}`;
  },
};
