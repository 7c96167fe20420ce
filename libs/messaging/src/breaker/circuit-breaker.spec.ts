import { beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '@app/testing';
import { CircuitBreaker, type Opening, type Passage } from './circuit-breaker.js';
import type { Verdict } from './verdict.js';

const policy = { inARow: 5, failureRate: 0.5, minimum: 4, windowMs: 10_000, pauseMs: 1_000 };
const never = new AbortController().signal;

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('CircuitBreaker', () => {
  let clock: ManualClock;
  let breaker: CircuitBreaker;
  let changes: string[];
  let last: Opening | undefined;

  beforeEach(() => {
    clock = new ManualClock();
    changes = [];
    breaker = new CircuitBreaker(policy, clock, {
      opened: (opening) => {
        changes.push('opened');
        last = opening;
      },
      closed: (openMs) => changes.push(`closed after ${openMs} ms`),
    });
  });

  const report = (verdict: Verdict, passage: Passage = 'free', isFirstAttempt = true) =>
    breaker.report(passage, { verdict, isFirstAttempt, error: new Error(verdict) });
  const reportAll = (...verdicts: Verdict[]) => verdicts.forEach((it) => report(it));
  const open = () => reportAll('failure', 'failure', 'failure', 'failure');
  /** Waits at the breaker, in the order of the calls. */
  const wait = (signal = never) => {
    const waiter: { passage: Passage | undefined | 'waiting' } = { passage: 'waiting' };
    void breaker.pass([signal]).then((passage) => (waiter.passage = passage));
    return waiter;
  };

  it.each<[string, Verdict[], boolean]>([
    ['all fail', ['failure', 'failure', 'failure', 'failure'], true],
    ['half of them fail', ['success', 'failure', 'success', 'failure'], true],
    ['less than half fail', ['success', 'success', 'success', 'failure', 'failure'], false],
    ['too few are known', ['failure', 'failure', 'failure'], false],
    ['the rest says nothing', ['failure', 'failure', 'failure', 'neutral', 'neutral'], false],
  ])('%s: %j → open %s', (_, verdicts, isOpen) => {
    reportAll(...verdicts);

    expect(breaker.isOpen).toBe(isOpen);
  });

  it('is never opened by one bad message, however often it fails', () => {
    report('failure');
    for (let attempt = 2; attempt < 50; attempt++) report('failure', 'free', false);

    expect(breaker.isOpen).toBe(false);
  });

  it.each<[string, readonly [Verdict, number][], boolean]>([
    ['all fail', [['failure', 5]], true],
    ['are too few', [['failure', 4]], false],
    [
      'are interrupted by a success',
      [
        ['failure', 4],
        ['success', 1],
        ['failure', 4],
      ],
      false,
    ],
    [
      'are interrupted by what says nothing',
      [
        ['failure', 4],
        ['neutral', 1],
        ['failure', 1],
      ],
      true,
    ],
  ])('opens in a quiet queue for messages in a row: they %s', (_, runs, isOpen) => {
    for (const [verdict, count] of runs) {
      for (let index = 0; index < count; index++) {
        report(verdict);
        clock.advance(policy.windowMs);
      }
    }

    expect(breaker.isOpen).toBe(isOpen);
  });

  it('opens at once under load, whatever succeeded in the window before', () => {
    reportAll(...Array<Verdict>(100).fill('success'), ...Array<Verdict>(4).fill('failure'));
    expect(breaker.isOpen).toBe(false);

    report('failure');

    expect(last).toMatchObject({ total: 105, failed: 5, inARow: 5 });
  });

  it('takes a retry that succeeds for a sign of life', () => {
    clock.advance(policy.windowMs);
    reportAll('success', 'success', 'success', 'success', 'success', 'success', 'failure');
    reportAll('failure', 'failure', 'failure');
    report('success', 'free', false);
    report('failure');

    expect(breaker.isOpen).toBe(false);
  });

  it('forgets what is older than the window', () => {
    reportAll('failure', 'failure', 'failure');
    clock.advance(policy.windowMs + 1_000);
    report('failure');

    expect(breaker.isOpen).toBe(false);
  });

  it('says why it opened', () => {
    reportAll('success', 'failure', 'failure', 'failure');

    expect(last).toMatchObject({ total: 4, failed: 3, since: clock.now() });
    expect(last?.error?.message).toBe('failure');
  });

  it('lets one try when the pause is over, and all go when that succeeds', async () => {
    open();
    const [first, second, third] = [wait(), wait(), wait()];
    clock.advance(policy.pauseMs - 1);
    await settle();
    expect([first.passage, second.passage, third.passage]).toEqual(Array(3).fill('waiting'));

    clock.advance(1);
    await settle();
    expect([first.passage, second.passage, third.passage]).toEqual(['trial', 'waiting', 'waiting']);

    report('success', 'trial');
    await settle();
    expect([second.passage, third.passage]).toEqual(['free', 'free']);
    expect(changes).toEqual(['opened', 'closed after 1000 ms']);
    expect(clock.pending).toBe(0);
  });

  it('pauses again when the trial fails, and lets the next one try then', async () => {
    open();
    const [first, second] = [wait(), wait()];
    clock.advance(policy.pauseMs);
    await settle();
    clock.advance(policy.pauseMs - 1);
    report('failure', 'trial');

    clock.advance(policy.pauseMs - 1);
    await settle();
    expect([first.passage, second.passage]).toEqual(['trial', 'waiting']);
    clock.advance(1);
    await settle();
    expect(second.passage).toBe('trial');
    expect(breaker.isOpen).toBe(true);
  });

  it('lets the next one try at once when a trial says nothing', async () => {
    open();
    const [first, second] = [wait(), wait()];
    clock.advance(policy.pauseMs);
    report('neutral', 'trial');
    await settle();

    expect([first.passage, second.passage]).toEqual(['trial', 'trial']);
  });

  it('lets others try while a trial hangs', async () => {
    open();
    const [hanging, second] = [wait(), wait()];
    clock.advance(policy.pauseMs);
    clock.advance(policy.pauseMs);
    await settle();

    expect([hanging.passage, second.passage]).toEqual(['trial', 'trial']);
  });

  it('takes the first one that comes after the pause for the trial, and no timer runs for nobody', async () => {
    open();
    expect(clock.pending).toBe(0);
    clock.advance(policy.pauseMs);

    expect(await breaker.pass([never])).toBe('trial');
    const next = wait();
    await settle();
    expect(next.passage).toBe('waiting');
  });

  it('judges nothing by those that ran before it opened', () => {
    open();
    report('success');
    report('failure');

    expect(breaker.isOpen).toBe(true);
    expect(changes).toEqual(['opened']);
  });

  it('lets go of who must not start any more', async () => {
    open();
    const lost = new AbortController();
    const [waiter, next] = [wait(lost.signal), wait()];
    lost.abort();
    await settle();
    expect(waiter.passage).toBeUndefined();
    expect(await breaker.pass([AbortSignal.abort()])).toBeUndefined();

    clock.advance(policy.pauseMs);
    await settle();
    expect(next.passage).toBe('trial');
  });

  it('is not held open by a wall clock that is set back', async () => {
    open();
    const waiter = wait();
    clock.jump(-3_600_000);
    clock.advance(policy.pauseMs);
    await settle();

    expect(waiter.passage).toBe('trial');
  });

  it('begins to count anew once it has closed', () => {
    open();
    report('success', 'trial');
    reportAll('failure', 'failure', 'failure');
    expect(breaker.isOpen).toBe(false);

    report('failure');
    expect(breaker.isOpen).toBe(true);
  });
});
