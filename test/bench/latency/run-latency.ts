import { openTestResources } from '../../e2e/test-resources.js';
import { cpuSeconds } from './cpu-time.js';
import { FinishedOrders } from './finished-orders.js';
import { describeLatency } from './describe-latency.js';
import { summarize, type Latency, type Round } from './latency.js';
import type { MeasuredSystem } from './measured-system.js';
import { placeSteadily } from './place-steadily.js';
import { systems, type StartSystem } from './systems.js';

const WARM_UP = { perSecond: 5, orders: 50 };
const SECONDS_PER_RATE = 20;

/**
 * How long an order takes at a steady rate: the built apps and bare processes in turn, on the stack
 * that is up. What a machine can do is in both, so the ratio is what compares between machines.
 */
export async function runLatency(
  rates: readonly number[],
  rounds: number,
  say: (text: string) => void,
): Promise<string[]> {
  const results: Round[] = [];
  for (let round = 1; round <= rounds; round++) {
    const measure = (name: keyof Round) =>
      measureSystem(systems[name], rates, (text) => {
        say(`round ${round} of ${rounds}, ${name}: ${text}`);
      });
    results.push({ ours: await measure('ours'), bare: await measure('bare') });
  }
  return describeLatency(results);
}

async function measureSystem(
  start: StartSystem,
  rates: readonly number[],
  say: (text: string) => void,
): Promise<Latency[]> {
  const resources = await openTestResources('latency');
  try {
    say('the processes start');
    const system = await start(resources);
    const { DATABASE_URL: url } = resources.environment;
    const finished = new FinishedOrders(url!, resources.prefix);
    try {
      say(`warming up: ${WARM_UP.orders} orders`);
      await placeSteadily(system.api, finished, WARM_UP.perSecond, WARM_UP.orders);
      const results: Latency[] = [];
      for (const perSecond of rates) {
        say(`${perSecond} orders a second, for ${SECONDS_PER_RATE} s`);
        results.push(await measureRate(system, finished, perSecond));
      }
      return results;
    } finally {
      await finished.close();
      await system.stop();
    }
  } finally {
    await resources.deleteAll();
  }
}

async function measureRate(
  { api, pids }: MeasuredSystem,
  finished: FinishedOrders,
  perSecond: number,
): Promise<Latency> {
  const orders = perSecond * SECONDS_PER_RATE;
  const cpuNow = () => new Map([...pids].map(([name, pid]) => [name, cpuSeconds(pid) ?? NaN]));
  const before = cpuNow();
  const latenciesMs = await placeSteadily(api, finished, perSecond, orders);
  const cpuMs = new Map(
    [...cpuNow()].map(([name, to]) => [name, ((to - before.get(name)!) * 1_000) / orders]),
  );
  return summarize(perSecond, latenciesMs, cpuMs);
}
