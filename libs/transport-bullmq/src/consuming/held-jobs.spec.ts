import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate as aTurn } from 'node:timers/promises';
import type { Job } from 'bullmq';
import { ManualClock } from '@app/testing';
import { HeldJobs } from './held-jobs.js';

const LOCK_MS = 1_000;
const HOUR_MS = 3_600_000;
const job = (id: string) => ({ id }) as Job;

describe('HeldJobs', () => {
  let clock: ManualClock;
  let renewals: string[][];
  let answer: () => Promise<string[]>;
  let errors: Error[];
  let held: HeldJobs;

  beforeEach(() => {
    clock = new ManualClock();
    renewals = [];
    errors = [];
    answer = async () => [];
    held = new HeldJobs(
      LOCK_MS,
      clock,
      (ids, tokens) => {
        renewals.push(ids.map((id, i) => `${id}=${tokens[i]}`));
        return answer();
      },
      (error) => errors.push(error),
    );
    held.start();
  });
  afterEach(() => held.stop());

  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += LOCK_MS / 4) {
      clock.advance(LOCK_MS / 4);
      await aTurn();
    }
  }

  it('renews the locks of what is held, and of nothing else', async () => {
    held.take(job('a'), 't1');
    const b = held.take(job('b'), 't2');
    await pass(250);
    held.release(b);
    await pass(250);

    expect(renewals).toEqual([['a=t1', 'b=t2'], ['a=t1']]);
  });

  it('keeps a job for as long as its lock is renewed', async () => {
    const slow = held.take(job('slow'), 't');

    await pass(10 * LOCK_MS);

    expect(slow.signal.aborted).toBe(false);
  });

  it('disowns a job whose lock is lost, and renews it no more', async () => {
    answer = async () => ['a'];
    const [a, b] = [held.take(job('a'), 't1'), held.take(job('b'), 't2')];

    await pass(250);
    expect([a.signal.aborted, b.signal.aborted]).toEqual([true, false]);
    await pass(250);

    expect(renewals.at(-1)).toEqual(['b=t2']);
  });

  it('disowns what could not be renewed in time, also while no answer comes', async () => {
    answer = () => new Promise(() => undefined);
    const a = held.take(job('a'), 't');

    await pass(LOCK_MS - 250);
    expect(a.signal.aborted).toBe(false);
    await pass(250);

    expect(a.signal.aborted).toBe(true);
    expect(renewals).toHaveLength(1);
  });

  it.each([HOUR_MS, -HOUR_MS])('owns the same when the wall clock is set by %i ms', async (ms) => {
    const a = held.take(job('a'), 't');
    clock.jump(ms);
    await pass(LOCK_MS);
    expect(a.signal.aborted).toBe(false);

    answer = () => new Promise(() => undefined);
    clock.jump(ms);
    await pass(LOCK_MS + 250);

    expect(a.signal.aborted).toBe(true);
  });

  it('tells of a renewal that fails, and tries again', async () => {
    answer = async () => Promise.reject(new Error('READONLY'));
    const a = held.take(job('a'), 't');
    await pass(250);
    answer = async () => [];
    await pass(2 * LOCK_MS);

    expect(errors.map((error) => error.message)).toEqual(['READONLY']);
    expect(a.signal.aborted).toBe(false);
  });

  it('keeps a job that comes again apart from its earlier handling', async () => {
    const first = held.take(job('a'), 't1');
    const second = held.take(job('a'), 't2');
    expect([first.signal.aborted, second.signal.aborted]).toEqual([true, false]);

    held.release(first);
    await pass(250);

    expect(renewals).toEqual([['a=t2']]);
  });

  it('lets a renewal that was under way not touch the same job when it came again', async () => {
    const responses: ((lost: string[]) => void)[] = [];
    answer = () => new Promise((resolve) => responses.push(resolve));
    held.take(job('a'), 't1');
    await pass(250);

    const second = held.take(job('a'), 't2');
    responses[0]!(['a']);
    await aTurn();

    expect(second.signal.aborted).toBe(false);
  });
});
