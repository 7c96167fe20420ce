import { randomBytes } from 'node:crypto';
import type { Environment } from '@app/messaging';
import { formatTable } from '../../../tools/stack/format-table.js';
import type { BenchBroker } from '../bench-broker.js';
import { measureConsuming } from '../measure.js';
import { median } from '../report.js';
import { starterSide } from '../starter-side.js';
import { variants, type Variant } from './variants.js';

/**
 * What observing costs: messages a second of a backlog, whose handler does nothing, by each variant
 * in turn, starting with another one each round. The ratios are within a round; the table has their
 * medians.
 */
export async function runOverhead(
  brokers: readonly BenchBroker[],
  stack: Environment,
  rounds: number,
  say: (text: string) => void,
): Promise<readonly string[]> {
  const table: string[][] = [];
  for (const broker of brokers) {
    const figures = new Map<string, number[]>(variants.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      say(`${broker.name}: round ${round + 1} of ${rounds}, ${broker.messages} messages each`);
      const turns = variants.map((_, index) => variants[(index + round) % variants.length]!);
      for (const variant of turns) {
        figures.get(variant.name)!.push(await consumePerSecond(broker, stack, variant));
      }
    }
    for (const { name, against } of variants) {
      const ours = figures.get(name)!;
      const others = against === undefined ? undefined : figures.get(against)!;
      const ratio = others && median(ours.map((figure, round) => figure / others[round]!));
      table.push([
        broker.name,
        name,
        median(ours).toFixed(0),
        ratio?.toFixed(3) ?? '',
        against ?? '',
      ]);
    }
  }
  return formatTable(['broker', 'variant', 'consume/s', 'ratio', 'to'], table);
}

async function consumePerSecond(
  broker: BenchBroker,
  stack: Environment,
  variant: Variant,
): Promise<number> {
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
