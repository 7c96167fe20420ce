import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MailSuspects } from './suspects.js';

describe('MailSuspects', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 100_000 });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    ['just before the first mail', 101_000, 300_000, true],
    ['just after the first mail, however late the second is', 95_000, 300_000, true],
    ['long after the first mail, which was noted', 80_000, 110_000, false],
    ['long before both', 110_000, 120_000, false],
  ])('explains what a death %s explains: %d, %d', (_, first, second, isExplained) => {
    const suspects = new MailSuspects();
    suspects.interrupt();

    expect(suspects.explain(first, second)).toBe(isExplained);
  });

  it.each([
    ['between the two', 20_000, 110_000, true],
    ['after both', 20_000, 90_000, false],
    ['before both', 110_000, 120_000, false],
  ])('explains what a store that forgets %s explains: %d, %d', (_, first, second, isExplained) => {
    const suspects = new MailSuspects();
    suspects.forget();

    expect(suspects.explain(first, second)).toBe(isExplained);
  });

  it('goes on until it is ended', () => {
    const suspects = new MailSuspects();
    const end = suspects.beginInterruption();
    expect(suspects.explain(150_000, 200_000)).toBe(true);

    jest.advanceTimersByTime(10_000);
    end();

    expect(suspects.explain(150_000, 200_000)).toBe(false);
  });
});
