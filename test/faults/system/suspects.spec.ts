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
    ['between two mails', 90_000, 110_000, true],
    ['while the second was under way', 90_000, 99_000, true],
    ['long after both', 80_000, 90_000, false],
    ['long before both', 110_000, 120_000, false],
  ])('explains what a death %s explains: %d to %d', (_, first, second, isExplained) => {
    const suspects = new MailSuspects();
    suspects.moment();

    expect(suspects.explain(first, second)).toBe(isExplained);
  });

  it('goes on until it is ended', () => {
    const suspects = new MailSuspects();
    const end = suspects.begin();
    expect(suspects.explain(150_000, 200_000)).toBe(true);

    jest.advanceTimersByTime(10_000);
    end();

    expect(suspects.explain(150_000, 200_000)).toBe(false);
  });
});
