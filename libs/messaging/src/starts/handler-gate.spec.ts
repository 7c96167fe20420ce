import { describe, expect, it } from '@jest/globals';
import { HandlerGate } from './handler-gate.js';

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('HandlerGate', () => {
  const never = [new AbortController().signal];
  const wait = (gate: HandlerGate, way: 'shared' | 'alone', signals = never) => {
    const waiter: { isIn: boolean | undefined } = { isIn: undefined };
    void gate.wait(way, signals).then((isIn) => (waiter.isIn = isIn));
    return waiter;
  };

  it('lets handlers run side by side', () => {
    const gate = new HandlerGate();

    expect([gate.tryEnter('shared'), gate.tryEnter('shared')]).toEqual([true, true]);
  });

  it('lets one alone in when all others have left, and nobody before it has', async () => {
    const gate = new HandlerGate();
    gate.tryEnter('shared');
    gate.tryEnter('shared');
    expect(gate.tryEnter('alone')).toBe(false);
    const alone = wait(gate, 'alone');
    expect(gate.tryEnter('shared')).toBe(false);
    const [next, last] = [wait(gate, 'shared'), wait(gate, 'shared')];

    gate.leave('shared');
    await settle();
    expect(alone.isIn).toBeUndefined();
    gate.leave('shared');
    await settle();
    expect([alone.isIn, next.isIn]).toEqual([true, undefined]);

    gate.leave('alone');
    await settle();
    expect([next.isIn, last.isIn]).toEqual([true, true]);
  });

  it('lets those behind go on when the one that wanted to be alone gives up', async () => {
    const gate = new HandlerGate();
    gate.tryEnter('shared');
    const given = new AbortController();
    const alone = wait(gate, 'alone', [given.signal]);
    const behind = wait(gate, 'shared');

    given.abort();
    await settle();

    expect([alone.isIn, behind.isIn]).toEqual([false, true]);
    gate.leave('shared');
    gate.leave('shared');
    expect(gate.tryEnter('alone')).toBe(true);
  });
});
