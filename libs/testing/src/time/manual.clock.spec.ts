import { describe, expect, it } from '@jest/globals';
import { ManualClock } from './manual.clock.js';

describe('ManualClock', () => {
  it('runs what becomes due in the order of time, also what was asked for meanwhile', () => {
    const clock = new ManualClock(new Date(0));
    const seen: string[] = [];
    const note = (name: string) => () => void seen.push(`${name} at ${clock.now().getTime()}`);
    clock.after(20, note('second'));
    clock.after(10, () => {
      note('first')();
      clock.after(15, note('third'));
      clock.after(100, note('never'));
    });
    const cancel = clock.after(5, note('cancelled'));
    cancel();

    clock.advance(30);

    expect(seen).toEqual(['first at 10', 'second at 20', 'third at 25']);
    expect(clock.now().getTime()).toBe(30);
    expect(clock.pending).toBe(1);
  });
});
