import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { formatTable } from '../../../tools/stack/format-table.js';
import type { BenchBroker } from '../bench-broker.js';
import type { Consumption } from '../measure.js';
import { median } from '../report.js';
import { openSink } from './sink.js';
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
  const collector = await openSink();
  for (const broker of brokers) {
    const figures = new Map<string, Consumption[]>(variants.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const variant of round % 2 === 0 ? variants : variants.toReversed()) {
        const measured = await measureVariant(broker, variant, collector.url);
        figures.get(variant.name)!.push(measured);
        const { perSecond, cpuMicrosPerMessage } = measured;
        say(
          `${broker.name}, round ${round + 1} of ${rounds}, ${variant.name}: ` +
            `${perSecond.toFixed(0)}/s, ${cpuMicrosPerMessage.toFixed(0)} µs each`,
        );
      }
    }
    for (const { name, against } of variants) {
      const ours = figures.get(name)!;
      const figure = (of: keyof Consumption) => median(ours.map((it) => it[of])).toFixed(0);
      const perSecond = figure('perSecond');
      const cpu = figure('cpuMicrosPerMessage');
      if (against.length === 0) table.push([broker.name, name, perSecond, '', cpu, '', '']);
      for (const other of against) {
        const others = figures.get(other)!;
        const ratio = (of: keyof Consumption) =>
          median(ours.map((it, round) => it[of] / others[round]![of])).toFixed(3);
        const ratios = [ratio('perSecond'), ratio('cpuMicrosPerMessage')] as const;
        table.push([broker.name, name, perSecond, ratios[0], cpu, ratios[1], other]);
      }
    }
  }
  await collector.close();
  return formatTable(
    ['broker', 'variant', 'consume/s', 'ratio', 'CPU µs each', 'ratio', 'to'],
    table,
  );
}

async function measureVariant({ name: broker }: BenchBroker, { name }: Variant, otlp: string) {
  const { stdout } = await run(process.execPath, [VARIANT_PROCESS, broker, name], {
    timeout: DEADLINE_MS,
    env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: otlp },
  });
  return JSON.parse(stdout) as Consumption;
}
