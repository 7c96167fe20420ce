import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(__dirname, '../../../..');
/** A `Metric` as the sources write it. */
const DEFINITION = /name: '([a-z_]+)',\s+help:\s+(?:'.*'|".*"),\s+kind: '([a-z]+)'/g;
const ROW = /^\|\s+`(messaging_[a-z_]+)`\s+\|\s+([a-z]+)\s+\|/gm;

async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, folder), { recursive: true });
  const files = entries.filter((it) => it.endsWith('.ts') && !it.endsWith('.spec.ts'));
  return Promise.all(files.map((file) => readFile(join(ROOT, folder, file), 'utf8')));
}

const found = (texts: readonly string[], pattern: RegExp) =>
  texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name, kind]) => `${name} ${kind}`));

describe('docs/metrics.md', () => {
  it('has every metric that an app can show, as the kind that it is, and no other', async () => {
    const code = [...(await sources('libs')), ...(await sources('apps'))];
    const page = await readFile(join(ROOT, 'docs/metrics.md'), 'utf8');

    const defined = found(code, DEFINITION);

    expect(defined.length).toBeGreaterThan(20);
    expect(found([page], ROW).sort()).toEqual(defined.sort());
  });
});
