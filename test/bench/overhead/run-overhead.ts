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
  const collector = await openSink();
  try {
    const rows: string[][] = [];
    for (const broker of brokers) {
      rows.push(...compare(broker.name, await measure(broker, rounds, collector.url, say)));
    }
    return formatTable(
      ['broker', 'variant', 'consume/s', 'ratio', 'CPU µs each', 'ratio', 'to'],
      rows,
    );
  } finally {
    await collector.close();
  }
}

/** By the name of a variant, a figure for each round. */
type Figures = ReadonlyMap<string, Consumption[]>;

async function measure(
  broker: BenchBroker,
  rounds: number,
  otlp: string,
  say: (text: string) => void,
): Promise<Figures> {
  const figures = new Map<string, Consumption[]>(variants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const variant of round % 2 === 0 ? variants : variants.toReversed()) {
      const measured = await measureVariant(broker, variant, otlp);
      figures.get(variant.name)!.push(measured);
      const { perSecond, cpuMicrosPerMessage } = measured;
      say(
        `${broker.name}, round ${round + 1} of ${rounds}, ${variant.name}: ` +
          `${perSecond.toFixed(0)}/s, ${cpuMicrosPerMessage.toFixed(0)} µs each`,
      );
    }
  }
  return figures;
}

function compare(broker: string, figures: Figures): string[][] {
  return variants.flatMap(({ name, against }) => {
    const ours = figures.get(name)!;
    const figure = (of: keyof Consumption) => median(ours.map((it) => it[of])).toFixed(0);
    const [perSecond, cpu] = [figure('perSecond'), figure('cpuMicrosPerMessage')];
    if (against.length === 0) return [[broker, name, perSecond, '', cpu, '', '']];
    return against.map((other) => {
      const others = figures.get(other)!;
      const ratio = (of: keyof Consumption) =>
        median(ours.map((it, round) => it[of] / others[round]![of])).toFixed(3);
      return [
        broker,
        name,
        perSecond,
        ratio('perSecond'),
        cpu,
        ratio('cpuMicrosPerMessage'),
        other,
      ];
    });
  });
}

async function measureVariant({ name: broker }: BenchBroker, { name }: Variant, otlp: string) {
  const { stdout } = await run(process.execPath, [VARIANT_PROCESS, broker, name], {
    timeout: DEADLINE_MS,
    env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: otlp },
  });
  return JSON.parse(stdout) as Consumption;
}
