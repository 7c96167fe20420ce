import { setTimeout as sleep } from 'node:timers/promises';
import { appNames, type AppName } from '../../../tools/apps/apps.js';
import { startApps } from '../../../tools/apps/start-apps.js';
import { formatTable } from '../../../tools/stack/format-table.js';
import { openTestResources } from '../../e2e/test-resources.js';
import { cpuSeconds } from './cpu-time.js';
import { FinishedOrders } from './finished-orders.js';

/** The figures that the project holds itself to, on two cores. */
const targets = new Map([
  [20, 'p50 ≤ 60, p99 ≤ 200'],
  [100, 'p99 ≤ 500'],
]);

interface Round {
  readonly perSecond: number;
  /** From the start of POST /orders to the order being completed, ascending. */
  readonly latenciesMs: readonly number[];
  /** Share of one core, in percent. */
  readonly cpu: ReadonlyMap<AppName, number | undefined>;
}

const warmUpOrders = 100;
const secondsPerRound = 20;

/** The built apps on the stack that is up: how long an order takes at a steady rate. */
export async function runLatency(rates: readonly number[], say: (text: string) => void) {
  const resources = await openTestResources('latency');
  const { DATABASE_URL: url, RESOURCE_PREFIX: prefix } = resources.environment;
  const rounds: Round[] = [];
  try {
    say('the apps start');
    const environment = { ...resources.environment, LOG_LEVEL: 'warn' };
    const apps = await startApps({ environment, ports: 'free' });
    const finished = new FinishedOrders(url!, prefix!);
    try {
      say(`warming up: ${warmUpOrders} orders`);
      await placeSteadily(apps.api, finished, 20, warmUpOrders);
      for (const perSecond of rates) {
        say(`${perSecond} orders a second, for ${secondsPerRound} s`);
        const pids = appNames.map((name) => [name, apps.pid(name) ?? 0] as const);
        const before = new Map(pids.map(([name, pid]) => [name, cpuSeconds(pid)]));
        const startedMs = performance.now();
        const count = perSecond * secondsPerRound;
        const latenciesMs = await placeSteadily(apps.api, finished, perSecond, count);
        const seconds = (performance.now() - startedMs) / 1_000;
        const cpu = new Map(
          pids.map(([name, pid]) => {
            const [from, to] = [before.get(name), cpuSeconds(pid)];
            const isKnown = from !== undefined && to !== undefined;
            return [name, isKnown ? ((to - from) / seconds) * 100 : undefined];
          }),
        );
        rounds.push({ perSecond, latenciesMs, cpu });
      }
    } finally {
      await finished.close();
      await apps.stop();
    }
  } finally {
    await resources.deleteAll();
  }
  return describe(rounds);
}

async function placeSteadily(
  api: string,
  finished: FinishedOrders,
  perSecond: number,
  count: number,
): Promise<number[]> {
  const startedMs = performance.now();
  const orders: Promise<number>[] = [];
  for (let index = 0; index < count; index++) {
    const aheadMs = startedMs + (index * 1_000) / perSecond - performance.now();
    if (aheadMs > 0) await sleep(aheadMs);
    orders.push(placeOne(api, finished));
  }
  const latenciesMs = await Promise.all(orders);
  return latenciesMs.toSorted((a, b) => a - b);
}

async function placeOne(api: string, finished: FinishedOrders): Promise<number> {
  const startedMs = performance.now();
  const response = await fetch(`${api}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      customerId: 'c-1',
      items: [{ sku: 'KEYBOARD', quantity: 1 }],
      paymentMethod: 'card_ok',
    }),
  });
  if (response.status !== 202) {
    throw new Error(`POST /orders answers ${response.status}: ${await response.text()}`);
  }
  const { orderId } = (await response.json()) as { orderId: string };
  return (await finished.when(orderId)) - startedMs;
}

function describe(rounds: readonly Round[]): string[] {
  const rows = rounds.map(({ cpu, latenciesMs, perSecond }) => [
    `${perSecond}`,
    percentile(latenciesMs, 0.5),
    percentile(latenciesMs, 0.99),
    targets.get(perSecond) ?? '',
    ...appNames.map((name) => cpu.get(name)?.toFixed(0) ?? '?'),
  ]);
  const heading = ['orders/s', 'p50 ms', 'p99 ms', 'target', ...appNames.map((app) => `${app} %`)];
  return ['', ...formatTable(heading, rows), 'CPU: percent of one core, by app.'];
}

function percentile(sorted: readonly number[], share: number): string {
  return (sorted[Math.ceil(sorted.length * share) - 1] ?? NaN).toFixed(0);
}
