import { describe, expect, it } from '@jest/globals';
import { describeOrder } from './describe-order.js';

const view = (status: string, reason: string | null = null) => ({ orderId: 'o', status, reason });

describe('describeOrder', () => {
  it.each([
    [view('completed'), { calls: 1, charges: 1 }, 'completed, 1 charge'],
    [view('completed'), { calls: 3, charges: 1 }, 'completed, 1 charge, 3 calls'],
    [view('completed'), { calls: 2, charges: 2 }, 'completed, 2 charges'],
    [view('cancelled', 'sold out'), { calls: 0, charges: 0 }, 'cancelled: sold out'],
    [view('cancelled', 'declined'), { calls: 1, charges: 1 }, 'cancelled: declined, 1 charge'],
  ])('says of %j with %j: %s', (order, charges, text) => {
    expect(describeOrder(order, charges)).toBe(text);
  });
});
