import { describe, expect, it } from '@jest/globals';
import { HandlerGate, type Pass, type Way } from './handler-gate.js';

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('HandlerGate', () => {
  const never = [new AbortController().signal];
  const wait = (gate: HandlerGate, way: Way, signals = never) => {
    const waiter: { isIn?: boolean; pass?: Pass | undefined } = {};
    void gate.wait(way, signals).then((pass) => {
      waiter.pass = pass;
      waiter.isIn = pass !== undefined;
    });
    return waiter;
  };

  it('lets handlers run side by side', () => {
    const gate = new HandlerGate();

    expect(gate.tryEnter('shared')).toBeDefined();
    expect(gate.tryEnter('shared')).toBeDefined();
  });

  it('lets one alone in when all others have left, and nobody before it has', async () => {
    const gate = new HandlerGate();
    const passes = [gate.tryEnter('shared'), gate.tryEnter('shared')];
    expect(gate.tryEnter('alone')).toBeUndefined();
    const alone = wait(gate, 'alone');
    expect(gate.tryEnter('shared')).toBeUndefined();
    const [next, last] = [wait(gate, 'shared'), wait(gate, 'shared')];

    passes[0]?.leave();
    await settle();
    expect(alone.isIn).toBeUndefined();
    passes[1]?.leave();
    await settle();
    expect([alone.isIn, next.isIn]).toEqual([true, undefined]);

    alone.pass?.leave();
    await settle();
    expect([next.isIn, last.isIn]).toEqual([true, true]);
  });

  it('lets others in beside one that shares what it had alone', async () => {
    const gate = new HandlerGate();
    const alone = gate.tryEnter('alone');
    const behind = wait(gate, 'shared');

    alone?.share();
    await settle();

    expect(behind.isIn).toBe(true);
    behind.pass?.leave();
    expect(gate.tryEnter('alone')).toBeUndefined();
    alone?.leave();
    expect(gate.tryEnter('alone')).toBeDefined();
  });

  it('lets those behind go on when the one that wanted to be alone gives up', async () => {
    const gate = new HandlerGate();
    const first = gate.tryEnter('shared');
    const given = new AbortController();
    const alone = wait(gate, 'alone', [given.signal]);
    const behind = wait(gate, 'shared');

    given.abort();
    await settle();

    expect([alone.isIn, behind.isIn]).toEqual([false, true]);
    first?.leave();
    behind.pass?.leave();
    expect(gate.tryEnter('alone')).toBeDefined();
  });
});
