import { randomBytes } from 'node:crypto';
import type { Environment } from '@app/messaging';
import { formatTable } from '../../../tools/stack/format-table.js';
import type { BenchBroker } from '../bench-broker.js';
import { measureConsuming, type Consumption } from '../measure.js';
import { median } from '../report.js';
import { starterSide } from '../starter-side.js';
import { variants, type Variant } from './variants.js';

/**
 * What observing costs: a backlog whose handler does nothing, by each variant in turn, starting with
 * another one each round. The ratios are within a round; the table has their medians. On a machine
 * that others use, that of processor time is the one to believe.
 */
export async function runOverhead(
  brokers: readonly BenchBroker[],
  stack: Environment,
  rounds: number,
  say: (text: string) => void,
): Promise<readonly string[]> {
  const table: string[][] = [];
  for (const broker of brokers) {
    const figures = new Map<string, Consumption[]>(variants.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      say(`${broker.name}: round ${round + 1} of ${rounds}, ${broker.messages} messages each`);
      const turns = variants.map((_, index) => variants[(index + round) % variants.length]!);
      for (const variant of turns) {
        figures.get(variant.name)!.push(await consume(broker, stack, variant));
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

async function consume(
  broker: BenchBroker,
  stack: Environment,
  variant: Variant,
): Promise<Consumption> {
  const prefix = `bench${randomBytes(3).toString('hex')}_`;
  const environment = { ...stack, RESOURCE_PREFIX: prefix, HEALTH_PORT: '0' };
  const undo = variant.prepare();
  const side = await starterSide(broker, environment, variant.extras(environment));
  try {
    return await measureConsuming(side, broker.messages);
  } finally {
    await side.close();
    await undo();
    const raw = await broker.raw(environment);
    await raw.remove();
    await raw.close();
  }
}
