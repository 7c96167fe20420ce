import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withStackLock } from './stack-lock.js';

describe('the lock of the stack', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'stack-lock-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('lets one launcher work after the other', async () => {
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
    };

    await Promise.all([withStackLock(work('a'), folder), withStackLock(work('b'), folder)]);

    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('takes over from a launcher that is gone', async () => {
    writeFileSync(path.join(folder, 'lock'), '4194305 another boot/1');

    expect(await withStackLock(async () => 'done', folder)).toBe('done');
  });

  it('is free again after work that failed', async () => {
    const failing = withStackLock(() => Promise.reject(new Error('broken')), folder);
    await expect(failing).rejects.toThrow('broken');

    expect(await withStackLock(async () => 'done', folder)).toBe('done');
  });
});
