import { describe, expect, it } from '@jest/globals';
import { until } from '@app/testing';
import { KeyLanes } from './key-lanes.js';

/** More than a stack has frames. */
const ITEMS = 20_000;

describe('KeyLanes', () => {
  it('runs one key in order, and other keys side by side', async () => {
    const started: string[] = [];
    const ends = new Map<string, () => void>();
    const lanes = new KeyLanes<string>((item) => {
      started.push(item);
      return new Promise((resolve) => ends.set(item, resolve));
    });

    for (const item of ['a1', 'a2', 'b1']) lanes.push(item[0], item);
    expect(started).toEqual(['a1', 'b1']);
    ends.get('a1')!();

    await until(() => started.includes('a2'));
  });

  it('does not order items without a key', () => {
    const started: string[] = [];
    const lanes = new KeyLanes<string>((item) => {
      started.push(item);
      return new Promise(() => undefined);
    });

    for (const item of ['one', 'two']) lanes.push(undefined, item);

    expect(started).toEqual(['one', 'two']);
  });

  it('keeps the stack flat though work ends at once', async () => {
    let count = 0;
    const lanes = new KeyLanes<number>(() => {
      count++;
      return Promise.resolve();
    });

    for (let i = 0; i < ITEMS; i++) lanes.push('hot', i);

    await until(() => count >= ITEMS, { timeoutMs: 4_000 });
    expect(count).toBe(ITEMS);
  });
});
