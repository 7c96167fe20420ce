import type { Side } from './side.js';

/** As many publishes wait for their confirmation at a time as busy HTTP requests would. */
const IN_FLIGHT = 200;
const KEYS = 100;
const TEXT = 'x'.repeat(400);
const ROUND_TRIPS = 200;
const DEADLINE_MS = 120_000;

export interface Figures {
  /** Confirmed publishes a second. */
  readonly publishPerSecond: number;
  /** Handled messages a second, of a backlog. */
  readonly consumePerSecond: number;
  /** From `publish()` to the handler, one message at a time, in ms. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Publishes a backlog, handles it, then sends single messages through. */
export async function measure(side: Side, messages: number): Promise<Figures> {
  const publishPerSecond = await publishBacklog(side, messages);
  const arrivals = new Arrivals();
  await side.consume(() => arrivals.add());
  await arrivals.reach(messages);
  const consumePerSecond = arrivals.perSecond();
  const roundTrips: number[] = [];
  for (let n = 0; n < ROUND_TRIPS; n++) {
    const sentAt = performance.now();
    const arrived = arrivals.next();
    await Promise.all([side.publish(message(n)), arrived]);
    roundTrips.push((await arrived) - sentAt);
  }
  roundTrips.sort((a, b) => a - b);
  const percentile = (share: number) => roundTrips[Math.ceil(ROUND_TRIPS * share) - 1]!;
  return { publishPerSecond, consumePerSecond, p50Ms: percentile(0.5), p99Ms: percentile(0.99) };
}

export interface Consumption {
  readonly perSecond: number;
  /** Processor time of this process; other work on the machine hardly changes it. */
  readonly cpuMicrosPerMessage: number;
}

/** Publishes a backlog, then handles it. */
export async function measureConsuming(side: Side, messages: number): Promise<Consumption> {
  await publishBacklog(side, messages);
  const arrivals = new Arrivals();
  const first = arrivals.next();
  await side.consume(() => arrivals.add());
  await first;
  const before = process.cpuUsage();
  await arrivals.reach(messages);
  const { user, system } = process.cpuUsage(before);
  return {
    perSecond: arrivals.perSecond(),
    cpuMicrosPerMessage: (user + system) / (messages - 1),
  };
}

async function publishBacklog(side: Side, messages: number): Promise<number> {
  let sent = 0;
  const publishOn = async (): Promise<void> => {
    while (sent < messages) await side.publish(message(sent++));
  };
  await side.publish(message(sent++));
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: IN_FLIGHT }, publishOn));
  return ((messages - 1) / (performance.now() - startedAt)) * 1_000;
}

function message(n: number) {
  return { key: `key-${n % KEYS}`, text: TEXT };
}

/** When messages came. The first one starts the clock: to connect and join is no throughput. */
class Arrivals {
  private count = 0;
  private firstAt = 0;
  private lastAt = 0;
  private waiting: (() => void)[] = [];

  add(): void {
    this.lastAt = performance.now();
    if (this.count++ === 0) this.firstAt = this.lastAt;
    for (const wake of this.waiting.splice(0)) wake();
  }

  perSecond(): number {
    return ((this.count - 1) / (this.lastAt - this.firstAt)) * 1_000;
  }

  async reach(count: number): Promise<void> {
    while (this.count < count) await this.next();
  }

  /** @returns when the next message came */
  next(): Promise<number> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new Error(`No message came for ${DEADLINE_MS / 1_000} s, after ${this.count}.`));
      }, DEADLINE_MS);
      this.waiting.push(() => {
        clearTimeout(late);
        resolve(this.lastAt);
      });
    });
  }
}
