import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { formatTable } from '../../../tools/stack/format-table.js';
import type { BenchBroker } from '../bench-broker.js';
import type { Consumption } from '../measure.js';
import { median } from '../report.js';
import { variants, type Variant } from './variants.js';

const run = promisify(execFile);
const VARIANT_PROCESS = fileURLToPath(new URL('variant-process.js', import.meta.url));
const DEADLINE_MS = 300_000;

/**
 * What observing costs: a backlog whose handler does nothing, by each variant in turn, the other way
 * round in every second round. The ratios are within a round; the table has their medians. On a
 * machine that others use, that of processor time is the one to believe.
 */
export async function runOverhead(
  brokers: readonly BenchBroker[],
  rounds: number,
  say: (text: string) => void,
): Promise<readonly string[]> {
  const table: string[][] = [];
  for (const broker of brokers) {
    const figures = new Map<string, Consumption[]>(variants.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      say(`${broker.name}: round ${round + 1} of ${rounds}`);
      for (const variant of round % 2 === 0 ? variants : variants.toReversed()) {
        figures.get(variant.name)!.push(await measureVariant(broker, variant));
      }
    }
    for (const { name, against } of variants) {
      const ours = figures.get(name)!;
      const others = against === undefined ? undefined : figures.get(against)!;
      const figure = (of: keyof Consumption) => median(ours.map((it) => it[of])).toFixed(0);
      const ratio = (of: keyof Consumption) =>
        others ? median(ours.map((it, round) => it[of] / others[round]![of])).toFixed(3) : '';
      table.push([
        broker.name,
        name,
        figure('perSecond'),
        ratio('perSecond'),
        figure('cpuMicrosPerMessage'),
        ratio('cpuMicrosPerMessage'),
        against ?? '',
      ]);
    }
  }
  return formatTable(
    ['broker', 'variant', 'consume/s', 'ratio', 'CPU µs each', 'ratio', 'to'],
    table,
  );
}

async function measureVariant({ name: broker }: BenchBroker, { name }: Variant) {
  const { stdout } = await run(process.execPath, [VARIANT_PROCESS, broker, name], {
    timeout: DEADLINE_MS,
  });
  return JSON.parse(stdout) as Consumption;
}
