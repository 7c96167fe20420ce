import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';

const read = (file: string) => readFile(join(__dirname, '../..', file), 'utf8');
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, it]) => it!);

describe('the alerts', () => {
  let rules: string;
  let names: string[];

  beforeAll(async () => {
    rules = await read('ops/prometheus/alerts.yml');
    names = all(rules, /- alert: (\w+)/g);
  });

  it('have a paragraph in the runbook each, and each paragraph an alert', async () => {
    const headings = all(await read('docs/runbook.md'), /^## (\w+)$/gm);

    expect(names.length).toBeGreaterThan(10);
    expect(headings).toEqual(names);
    expect(all(rules, /runbook: docs\/runbook\.md#(\w+)/g)).toEqual(
      names.map((name) => name.toLowerCase()),
    );
  });

  it('are made of metrics that exist', async () => {
    const documented = all(await read('docs/metrics.md'), /^\| `(\w+)`/gm);
    const labels = ['messaging_system', 'messaging_destination_name'];
    const series = documented.flatMap((name) => [name, `${name}_count`, `${name}_sum`]);

    const used = all(rules, /\b(messaging_\w+)(?=[[{)])/g);

    expect(used.length).toBeGreaterThanOrEqual(names.length);
    expect(used.filter((name) => ![...series, ...labels].includes(name))).toEqual([]);
  });

  it('are each tested to fire', async () => {
    const tested = all(
      await read('ops/prometheus/alerts.test.yml'),
      /\{ labels: '\{alertname="(\w+)"\}', value: 1 \}/g,
    );

    expect(tested).toEqual(names);
  });
});
