import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { paymentMethod } from '@app/events';
import { placeOrderSchema, PRICES_CENTS, totalCents } from './place-order.schema.js';

const readme = readFileSync(path.join(import.meta.dirname, '../../../README.md'), 'utf8');

const order = {
  customerId: 'c-1',
  items: [{ sku: 'KEYBOARD', quantity: 2 }],
  paymentMethod: 'card_ok',
};

it('takes the order of the documentation', () => {
  const [, body = ''] =
    /curl -i localhost:3000\/orders [^']*'[^']*' -d '([^']*)'/.exec(readme) ?? [];

  expect(JSON.parse(body)).toEqual(order);
  expect(placeOrderSchema.parse(order)).toEqual(order);
});

it('has its prices and cards in the documentation', () => {
  const prices = Object.entries(PRICES_CENTS).map(([sku, cents]) => `\`${sku}\` (${cents})`);
  const cards = paymentMethod.options.map((card) => `\`${card}\``);

  for (const words of [...prices, ...cards]) expect(readme).toContain(words);
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
