import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  OrderCompleted,
  OrderStalled,
  PaymentCaptured,
  PaymentDeclined,
  ShipmentBooked,
  StockRejected,
  StockReleased,
  StockReserved,
} from '@app/events';
import { FACTS, statusAfter, type OrderStatus } from './order-status.js';

it.each<[OrderStatus, string, OrderStatus]>([
  ['placed', StockReserved.type, 'payment_requested'],
  ['placed', StockRejected.type, 'cancelled'],
  ['payment_requested', PaymentCaptured.type, 'paid'],
  ['payment_requested', PaymentDeclined.type, 'cancelled'],
  ['paid', ShipmentBooked.type, 'shipped'],
  ['shipped', OrderCompleted.type, 'completed'],
  // Facts that overtook others
  ['placed', OrderCompleted.type, 'completed'],
  ['completed', ShipmentBooked.type, 'completed'],
  ['cancelled', StockReserved.type, 'cancelled'],
  // Facts that leave the status alone
  ['cancelled', StockReleased.type, 'cancelled'],
  ['paid', OrderStalled.type, 'paid'],
  ['completed', OrderStalled.type, 'completed'],
  ['paid', 'something.else.v1', 'paid'],
])('an order that is %s is, after %s, %s', (current, fact, expected) => {
  expect(statusAfter(current, fact)).toBe(expected);
});

it('ends in the same status whatever order the facts of a completed order come in', () => {
  const facts = [StockReserved, PaymentCaptured, ShipmentBooked, OrderCompleted].map(
    (it) => it.type,
  );
  fc.assert(
    fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (shuffled) => {
      expect(shuffled.reduce<OrderStatus>(statusAfter, 'placed')).toBe('completed');
    }),
  );
  expect(FACTS).toEqual(expect.arrayContaining(facts));
});
