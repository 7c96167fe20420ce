import type { Act } from './act.js';
import { orderAct } from './order.act.js';
import { poison } from './poison.act.js';
import { replay } from './replay.act.js';
import { sameKeyTwice } from './same-key-twice.act.js';

/** The story: seven acts, each with the outcome that it must have. */
export const acts: readonly Act[] = [
  orderAct({
    label: 'good card',
    heading: 'An order with a good card: through every service until it is completed',
    order: { sku: 'KEYBOARD', paymentMethod: 'card_ok' },
    until: ['stock.reserved', 'payment.captured', 'shipment.booked', 'order.completed'],
    expected: 'completed, 1 charge',
  }),
  orderAct({
    label: 'declined card',
    heading: 'The card is declined: the order is cancelled and its stock released',
    order: { sku: 'MONITOR', paymentMethod: 'card_declined' },
    until: ['payment.declined', 'stock.released'],
    expected: 'cancelled: the card was declined',
  }),
  orderAct({
    label: 'sold out',
    heading: 'The item is sold out: cancelled before anybody is charged',
    order: { sku: 'SOLD_OUT', paymentMethod: 'card_ok' },
    until: ['stock.rejected'],
    expected: 'cancelled: SOLD_OUT is sold out',
  }),
  sameKeyTwice,
  orderAct({
    label: 'flaky card',
    heading: 'The payment provider fails twice: retried with backoff, charged once',
    order: { sku: 'MOUSE', paymentMethod: 'card_flaky' },
    until: ['order.completed'],
    showsCalls: true,
    expected: 'completed, 1 charge, 3 calls',
  }),
  poison,
  replay,
];
