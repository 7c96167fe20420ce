import { expect, it } from '@jest/globals';
import { fifoId } from './fifo-id.js';

it('keeps what SQS takes and hashes everything else, alike for equal texts', () => {
  expect(fifoId('order-1')).toBe('order-1');
  for (const unsuited of ['', 'größe', 'a b', 'x'.repeat(129)]) {
    expect(fifoId(unsuited)).toMatch(/^[0-9a-f]{64}$/);
    expect(fifoId(unsuited)).toBe(fifoId(unsuited));
  }
  expect(fifoId('a b')).not.toBe(fifoId('a  b'));
});
