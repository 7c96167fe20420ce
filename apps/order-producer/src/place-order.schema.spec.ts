import { expect, it } from '@jest/globals';
import { placeOrderSchema, totalCents } from './place-order.schema.js';

const order = {
  customerId: 'c-1',
  items: [{ sku: 'KEYBOARD', quantity: 2 }],
  paymentMethod: 'card_ok',
};

it('takes the order of the documentation', () => {
  expect(placeOrderSchema.parse(order)).toEqual(order);
});

it.each([
  ['items.0.sku', { ...order, items: [{ sku: 'UNKNOWN', quantity: 1 }] }],
  ['items.0.quantity', { ...order, items: [{ sku: 'MOUSE', quantity: '1' }] }],
  ['items.0.quantity', { ...order, items: [{ sku: 'MOUSE', quantity: 0 }] }],
  ['items', { ...order, items: [] }],
  ['customerId', { ...order, customerId: '' }],
  ['paymentMethod', { ...order, paymentMethod: 'cash' }],
  ['', { ...order, discount: 100 }],
  ['', 'not an object'],
])('names %s as wrong in %j', (field, body) => {
  const paths = placeOrderSchema.safeParse(body).error?.issues.map((it) => it.path.join('.'));
  expect(paths).toEqual([field]);
});

it('sums whole cents', () => {
  expect(
    totalCents([
      { sku: 'KEYBOARD', quantity: 2 },
      { sku: 'MOUSE', quantity: 1 },
    ]),
  ).toBe(11_700);
});
