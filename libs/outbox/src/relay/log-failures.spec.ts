import { describe, expect, it } from '@jest/globals';
import { logFailures } from './log-failures.js';
import type { FailedRow } from './publish-rows.js';

const destination = { broker: 'redis-streams', name: 'order-activity' };

const failed = (key: string, reason: string) => ({
  row: {
    id: key,
    key,
    eventId: `event-${key}`,
    type: 'order.placed.v1',
    body: Buffer.from('{}'),
    headers: [],
    failures: 0,
    refusedForMs: undefined,
  },
  error: new Error(reason),
  failures: 1,
  refusedForMs: undefined,
});
const held = (key: string, reason: string) => ({ ...failed(key, reason), delayMs: 500 });

function linesOf(rows: { held?: ReturnType<typeof held>[]; setAside?: FailedRow[] }) {
  const lines: { level: string; key: string; msg: string }[] = [];
  const log = (level: string) => (line: { key: string; msg: string }) =>
    lines.push({ level, key: line.key, msg: line.msg });
  const logger = { log: log('info'), warn: log('warn'), error: log('error') };
  logFailures(logger, destination, { held: [], setAside: [], ...rows });
  return lines;
}

describe('logFailures', () => {
  it('tells of a row that is held, and how long', () => {
    expect(linesOf({ held: [held('a', 'no answer')] })).toEqual([
      { level: 'warn', key: 'a', msg: 'Not published; its key waits 500 ms' },
    ]);
  });

  it('has one line for all that are held for one reason', () => {
    const full = Array.from({ length: 100 }, (_, index) => held(`full-${index}`, 'full'));

    expect(linesOf({ held: [held('a', 'no answer'), ...full] })).toEqual([
      { level: 'warn', key: 'a', msg: 'Not published; its key waits 500 ms' },
      {
        level: 'warn',
        key: 'full-0',
        msg: expect.stringMatching(/, and 99 more for the same reason$/),
      },
    ]);
  });

  it('tells of each row that is set aside', () => {
    const lines = linesOf({ setAside: [failed('a', 'too large'), failed('b', 'too large')] });

    expect(lines.map(({ level, key }) => [level, key])).toEqual([
      ['error', 'a'],
      ['error', 'b'],
    ]);
  });
});
