import { describe, expect, it } from '@jest/globals';
import { DuplicateMemory } from './duplicate-memory.js';

const HOUR_MS = 3_600_000;
const REMEDY = 'lower retention.ms';

function remembering(...hours: number[]): DuplicateMemory {
  const memory = new DuplicateMemory();
  for (const [index, it] of hours.entries()) memory.add(`SPAN_${index}`, it);
  return memory;
}

describe('DuplicateMemory', () => {
  it.each<[string, number[], number]>([
    ['nothing is remembered by intent', [], Infinity],
    ['just as long', [168], 168],
    ['for ever', [Infinity], Infinity],
  ])('lets pass: %s', (_, hours, readableHours) => {
    const memory = remembering(...hours);

    expect(() =>
      memory.assertCovers('Kafka topic t', readableHours * HOUR_MS, REMEDY),
    ).not.toThrow();
  });

  it.each<[string, number[], number, string]>([
    ['an hour too short', [167], 168, 'SPAN_0 to at least 168'],
    ['one of two too short', [168, 24], 168, 'SPAN_1 to at least 168'],
    ['both too short', [1, 2], 168, 'SPAN_0 and SPAN_1 to at least 168'],
    ['a log that is kept for ever', [168], Infinity, 'INBOX_RETENTION_HOURS=0'],
  ])('refuses: %s', (_, hours, readableHours, problem) => {
    const checking = () =>
      remembering(...hours).assertCovers('Kafka topic t', readableHours * HOUR_MS, REMEDY);

    expect(checking).toThrow(problem);
    expect(checking).toThrow(/Kafka topic t .* or lower retention\.ms\./);
  });
});
