import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { stackEnvironment } from '../../../tools/stack/environment.js';
import { brokers } from '../brokers.js';
import { measureConsuming, type Consumption } from '../measure.js';
import { starterSide } from '../starter-side.js';
import { variants } from './variants.js';

/** Beside the first one, which only warms the compiler up. */
const BACKLOGS = 2;
/** What an app does once, at its start or at intervals, is little beside as many messages. */
const MESSAGES = 40_000;

/**
 * Measures one variant in a process of its own, whose code no other variant has shaped, and writes
 * the figures of its best backlog as JSON: whatever else the machine does can only add to them.
 *
 *     node variant-process.js <broker> <variant>
 */
const [, , brokerName, variantName] = process.argv;
const broker = brokers.find(({ name }) => name === brokerName)!;
const variant = variants.find(({ name }) => name === variantName)!;
variant.prepare();
await consume(broker.messages);
const backlogs: Consumption[] = [];
while (backlogs.length < BACKLOGS) backlogs.push(await consume(MESSAGES));
process.stdout.write(
  JSON.stringify({
    perSecond: Math.max(...backlogs.map((it) => it.perSecond)),
    cpuMicrosPerMessage: Math.min(...backlogs.map((it) => it.cpuMicrosPerMessage)),
  } satisfies Consumption),
);
process.exit();

async function consume(messages: number): Promise<Consumption> {
  const RESOURCE_PREFIX = `bench${randomBytes(3).toString('hex')}_`;
  const environment = { ...stackEnvironment(), RESOURCE_PREFIX, HEALTH_PORT: '0' };
  const side = await starterSide(broker, environment, variant.extras(environment));
  try {
    return await measureConsuming(side, messages);
  } finally {
    await side.close();
    const raw = await broker.raw(environment);
    await raw.remove();
    await raw.close();
  }
}
