import { describe, expect, it } from '@jest/globals';
import type { Job } from 'bullmq';
import { HandBackError } from '@app/messaging';
import { CrashLoopError } from './crash-loop.error.js';
import { Suspects } from './suspects.js';

const job = (stalledCounter: number) => ({ stalledCounter }) as Job;

describe('Suspects', () => {
  it('lets jobs without a crash run side by side', () => {
    const suspects = new Suspects(5);

    for (const each of [job(0), job(0), job(1), job(0)]) {
      expect(() => suspects.enter(each)).not.toThrow();
    }
  });

  it('lets one suspect run at a time', () => {
    const suspects = new Suspects(5);
    const first = job(1);
    suspects.enter(first);

    expect(() => suspects.enter(job(1))).toThrow(HandBackError);
    suspects.leave(job(0));
    expect(() => suspects.enter(job(1))).toThrow(HandBackError);
    suspects.leave(first);

    expect(() => suspects.enter(job(1))).not.toThrow();
  });

  it('gives a job up after the last crash that is allowed', () => {
    const suspects = new Suspects(2);

    expect(() => suspects.enter(job(2))).not.toThrow();
    expect(() => suspects.enter(job(3))).toThrow(CrashLoopError);
  });
});
