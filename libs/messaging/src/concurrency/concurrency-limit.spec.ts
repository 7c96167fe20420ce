import { describe, expect, it } from '@jest/globals';
import { ConcurrencyLimit } from './concurrency-limit.js';

describe('ConcurrencyLimit', () => {
  it('gives its slots, and then one for each that comes back, in the order of asking', async () => {
    const limit = new ConcurrencyLimit(1);
    const granted: number[] = [];
    const ask = async (who: number) => {
      if (await limit.acquire()) granted.push(who);
    };

    await ask(1);
    const waiting = [ask(2), ask(3)];
    await Promise.resolve();
    expect(granted).toEqual([1]);
    limit.release();
    limit.release();
    await Promise.all(waiting);

    expect(granted).toEqual([1, 2, 3]);
  });

  it('gives none once it is stopped, not even to those that wait', async () => {
    const limit = new ConcurrencyLimit(1);
    await limit.acquire();
    const waiting = limit.acquire();

    limit.stop();

    expect(await waiting).toBe(false);
    expect(await limit.acquire()).toBe(false);
  });
});
