import { describe, expect, it } from '@jest/globals';
import { until } from './until.js';

describe('until', () => {
  it('gives the first real value, over errors and emptiness', async () => {
    const answers = [
      () => undefined,
      () => {
        throw new Error('not yet');
      },
      () => 0,
    ];

    expect(await until(() => answers.shift()?.())).toBe(0);
  });

  it('says what it waited for and what it saw last', async () => {
    const waiting = until(() => false, { timeoutMs: 20, what: 'rain' });

    await expect(waiting).rejects.toThrow('Waited 20 ms for rain, in vain. Last seen: false.');
  });
});
