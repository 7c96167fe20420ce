import { describe, expect, it } from '@jest/globals';
import { backlogHealth } from './backlog-health.js';
import type { OutboxFigures } from './outbox-figures.js';

const empty: OutboxFigures = {
  isFull: false,
  deadLetters: 0,
  oldestDeadLetter: undefined,
  waiting: 0,
  oldestSeconds: 0,
};
const since = new Date('2026-01-02T03:04:05Z');

describe('the health of an outbox', () => {
  it.each<[string, Partial<OutboxFigures>]>([
    ['is empty', {}],
    ['has much that came just now', { waiting: 900, oldestSeconds: 14.9 }],
  ])('is up where it %s', (_, figures) => {
    expect(backlogHealth({ ...empty, ...figures }, 1_000)).toEqual({ status: 'up' });
  });

  it.each<[string, Partial<OutboxFigures>, RegExp]>([
    ['is full', { isFull: true, waiting: 1_000 }, /^1000 messages or more wait .+ accepted\.$/],
    [
      "can't be emptied",
      { waiting: 3, oldestSeconds: 15.7 },
      /^3 messages wait .+ oldest for 15 s\.$/,
    ],
    [
      'has what nobody takes',
      { deadLetters: 2, oldestDeadLetter: since },
      /^2 messages can't be published .+ since 2026-01-02T03:04:05.000Z\.$/,
    ],
    [
      'has all of these',
      { isFull: true, waiting: 9, oldestSeconds: 99, deadLetters: 1, oldestDeadLetter: since },
      /accepted\. 9 messages wait .+ for 99 s\. 1 messages can't/,
    ],
  ])('is degraded, and why, where it %s', (_, figures, detail) => {
    expect(backlogHealth({ ...empty, ...figures }, 1_000)).toEqual({
      status: 'degraded',
      detail: expect.stringMatching(detail),
    });
  });
});
