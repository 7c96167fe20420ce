import { randomBytes } from 'node:crypto';
import type { Environment } from '@app/messaging';
import type { BenchBroker } from './bench-broker.js';
import { measure, type Figures } from './measure.js';
import { starterSide } from './starter-side.js';

export interface Round {
  readonly ours: Figures;
  readonly raw: Figures;
}

/** Both sides in turn, the other one first in every second round: a machine's mood hits both. */
export async function runBench(
  broker: BenchBroker,
  stack: Environment,
  rounds: number,
  onRound: (round: number) => void,
): Promise<Round[]> {
  const results: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    onRound(round + 1);
    if (round % 2 === 0) {
      const ours = await measureOurs(broker, stack);
      results.push({ ours, raw: await measureRaw(broker, stack) });
    } else {
      const raw = await measureRaw(broker, stack);
      results.push({ ours: await measureOurs(broker, stack), raw });
    }
  }
  return results;
}

async function measureOurs(broker: BenchBroker, stack: Environment): Promise<Figures> {
  const environment = withPrefix(stack);
  const ours = await starterSide(broker, environment);
  try {
    return await measure(ours, broker.messages);
  } finally {
    await ours.close();
    const raw = await broker.raw(environment);
    await raw.remove();
    await raw.close();
  }
}

async function measureRaw(broker: BenchBroker, stack: Environment): Promise<Figures> {
  const environment = withPrefix(stack);
  const declaring = await starterSide(broker, environment);
  await declaring.consume(() => undefined);
  await declaring.close();
  const raw = await broker.raw(environment);
  try {
    return await measure(raw, broker.messages);
  } finally {
    await raw.remove();
    await raw.close();
  }
}

function withPrefix(stack: Environment): Environment {
  return { ...stack, RESOURCE_PREFIX: `bench${randomBytes(3).toString('hex')}_` };
}
