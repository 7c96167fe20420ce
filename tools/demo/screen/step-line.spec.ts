import { describe, expect, it } from '@jest/globals';
import { stepColumns } from './step-line.js';

describe('stepColumns', () => {
  it('makes columns of one width whatever is in them', () => {
    const short = stepColumns({ label: 'a', step: 'b', broker: 'http', elapsedMs: 3.4 });
    const long = stepColumns({
      label: 'poison message',
      step: 'payment.requested',
      broker: 'rabbitmq',
      elapsedMs: 12_345.6,
    });

    const widths = (columns: typeof short) => Object.values(columns).map((text) => text.length);
    expect(widths(short)).toEqual(widths(long));
  });

  it('rounds to whole milliseconds', () => {
    const { elapsed } = stepColumns({ label: 'a', step: 'b', broker: 'kafka', elapsedMs: 33.6 });

    expect(elapsed.trim()).toBe('34 ms');
  });
});
