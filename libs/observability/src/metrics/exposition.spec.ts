import { describe, expect, it } from '@jest/globals';
import { DurationHistogram } from '@app/messaging';
import { exposition } from './exposition.js';

describe('exposition', () => {
  it('writes each series of a counter or gauge with all of its labels', () => {
    const text = exposition(
      { name: 'things_total', help: 'Things.', kind: 'counter' },
      [
        { labels: { kind: 'a' }, value: 2 },
        { labels: { kind: 'b' }, value: 0.5 },
      ],
      { app: 'tester' },
    );

    expect(text).toBe(
      '# HELP things_total Things.\n# TYPE things_total counter\n' +
        'things_total{kind="a",app="tester"} 2\nthings_total{kind="b",app="tester"} 0.5\n',
    );
  });

  it('escapes what would end a value or a line', () => {
    const text = exposition(
      { name: 'x', help: 'one\ntwo \\', kind: 'gauge' },
      [{ labels: { path: 'a"b\\c\nd' }, value: Infinity }],
      {},
    );

    expect(text).toBe('# HELP x one\\ntwo \\\\\n# TYPE x gauge\nx{path="a\\"b\\\\c\\nd"} +Inf\n');
  });

  it('writes a histogram as cumulative buckets, a sum and a count', () => {
    const durations = new DurationHistogram();
    for (const ms of [1, 2, 2.5, 700, 100_000]) durations.observe(ms);

    const lines = exposition(
      { name: 'took_seconds', help: '', kind: 'histogram' },
      [{ labels: { of: 'x' }, value: durations }],
      {},
    ).split('\n');

    expect(lines).toContain('took_seconds_bucket{le="0.001",of="x"} 1');
    expect(lines).toContain('took_seconds_bucket{le="0.0025",of="x"} 3');
    expect(lines).toContain('took_seconds_bucket{le="0.5",of="x"} 3');
    expect(lines).toContain('took_seconds_bucket{le="0.75",of="x"} 4');
    expect(lines).toContain('took_seconds_bucket{le="60",of="x"} 4');
    expect(lines).toContain('took_seconds_bucket{le="+Inf",of="x"} 5');
    expect(lines).toContain('took_seconds_sum{of="x"} 100.7055');
    expect(lines).toContain('took_seconds_count{of="x"} 5');
  });
});
