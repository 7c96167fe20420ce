import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@app/testing';
import { errorText } from '../../../tools/shared/error-text.js';
import { Progress } from '../../../tools/shared/progress.js';
import { Load } from '../load/load.js';
import { whatWaits, withBrokers } from '../oracle/brokers.js';
import { readDeadLetters } from '../oracle/dead-letters.js';
import { judge, type Findings } from '../oracle/judge.js';
import { Ledger, type Standing } from '../oracle/ledger.js';
import { whenSettled } from '../oracle/settle.js';
import type { Verdict } from '../oracle/verdict.js';
import type { Plan, PlannedFault } from '../plan/plan-faults.js';
import { Random } from '@app/testing';
import { Ground } from '../stack/ground.js';
import { FaultSystem } from '../system/fault-system.js';
import type { Variant } from '../variants/variants.js';
import type { Outcome, Strike } from './outcome.js';
import type { Watcher } from './watcher.js';

export interface RunOptions {
  readonly plan: Plan;
  readonly orders: number;
  readonly variant?: Variant | undefined;
  readonly watcher: Watcher;
  /** Stops placing orders and striking; what was done by then is judged. */
  readonly signal: AbortSignal;
}

const mostPerSecond = 60;
/** Before the first fault, and between two of a lane. */
const breathMs = 1_000;
/** At most: where orders still finish one by one, a slow machine needs it. */
const settleWithinMs = 900_000;

/** One run: the system starts, orders come in, faults strike, and all that happened is judged. */
export async function runFaults(options: RunOptions): Promise<Outcome> {
  const { variant, watcher } = options;
  const ground = await Ground.open(new Progress((line) => watcher.say(line)));
  try {
    watcher.say('the apps start');
    const system = await FaultSystem.start(ground, { variant, prefix: 'faults_' });
    return await runOn(system, options);
  } finally {
    await ground.close();
  }
}

async function runOn(system: FaultSystem, options: RunOptions): Promise<Outcome> {
  const ledger = new Ledger(system.direct['DATABASE_URL']!, system.direct['RESOURCE_PREFIX']!);
  try {
    return await new Run(system, ledger, options).run();
  } finally {
    await ledger.close();
    await system.stop();
  }
}

class Run {
  private readonly startedMs = performance.now();
  private readonly strikes: Strike[] = [];
  private readonly striking = new Set<string>();
  private readonly load: Load;
  private standing: Standing | undefined;
  private phase = 'orders and faults';
  private isOver = false;

  constructor(
    private readonly system: FaultSystem,
    private readonly ledger: Ledger,
    private readonly options: RunOptions,
  ) {
    const { orders, plan } = options;
    const perSecond = Math.min(mostPerSecond, orders / Math.max(plan.seconds, 10));
    const open = () => (this.standing ? this.standing.orders - finished(this.standing) : 0);
    this.load = new Load({ api: system.api, first: 0, orders, perSecond, open });
  }

  async run(): Promise<Outcome> {
    const showing = this.keepShowing();
    try {
      const lanes = Object.values(this.options.plan.lanes);
      const struck = Promise.all(lanes.map((faults) => this.strikeAll(faults)));
      await Promise.all([this.load.run(struck, this.options.signal), struck]);
      await this.settle();
      return await this.judgeAtTheEnd();
    } finally {
      this.isOver = true;
      await showing;
    }
  }

  private async strikeAll(faults: readonly PlannedFault[]): Promise<void> {
    for (const { fault, seed } of faults) {
      await sleep(breathMs);
      if (this.options.signal.aborted) return;
      const atSeconds = this.seconds();
      this.striking.add(fault.name);
      let detail: string;
      let problem = false;
      try {
        detail = await fault.strike(this.system, new Random(seed));
      } catch (error) {
        detail = errorText(error);
        problem = true;
      }
      this.striking.delete(fault.name);
      const recoveryMs = await this.recovery();
      const strike = { fault: fault.name, atSeconds, detail, problem, recoveryMs };
      this.strikes.push(strike);
      this.options.watcher.say(describe(strike));
    }
  }

  /** Until an order is finished again. */
  private async recovery(): Promise<number | undefined> {
    const startedMs = performance.now();
    try {
      const before = finished(await this.ledger.standing());
      const isMore = async () => {
        await sleep(100);
        return finished(await this.ledger.standing()) > before;
      };
      await until(isMore, { timeoutMs: 60_000 });
      return performance.now() - startedMs;
    } catch {
      return undefined;
    }
  }

  private async settle(): Promise<void> {
    const { signal, variant } = this.options;
    // A variant has lost what does not come soon; the promise is given every chance.
    const quietMs = variant ? 15_000 : 40_000;
    this.phase = 'waiting until nothing moves';
    await this.system.whenUp();
    await whenSettled(
      this.ledger,
      async () => (await this.verdict([], [])).violations.length === 0,
      { quietMs, mostMs: settleWithinMs, signal },
      (standing) => (this.standing = standing),
    );
  }

  private async judgeAtTheEnd(): Promise<Outcome> {
    this.phase = 'judging';
    const notDrained = await this.system.stopApps();
    const { deadLetters, waiting } = await withBrokers(this.system.direct, async (brokers) => ({
      deadLetters: await readDeadLetters(brokers),
      waiting: await whatWaits(brokers),
    }));
    return {
      seed: this.options.plan.seed,
      sent: this.load.sent.size,
      strikes: this.strikes,
      verdict: await this.verdict(deadLetters, waiting),
      duplicates: this.system.duplicates,
      deaths: this.system.deaths,
      notDrained,
      seconds: this.seconds(),
      logFolder: this.system.logFolder,
    };
  }

  private async verdict(
    deadLetters: Findings['deadLetters'],
    waitingInQueues: readonly string[],
  ): Promise<Verdict> {
    const { unpublished } = await this.ledger.standing();
    const struck = Object.values(this.options.plan.lanes).flat();
    return judge({
      sent: this.load.sent,
      // Before the ids: an order that is placed between the two is then known, not a stranger.
      books: await this.ledger.orders(),
      ids: await this.ledger.orderIds(),
      stock: await this.ledger.stock(),
      strangers: await this.ledger.strangers(),
      repeatedMails: await this.ledger.repeatedMails(),
      deadLetters,
      waiting: [...waitingInQueues, ...(unpublished > 0 ? [`outboxes: ${unpublished}`] : [])],
      mailSuspects: this.system.mailSuspects,
      doomed: this.system.doomed,
      mayDeadLetter: struck.some(({ fault }) => fault.mayDeadLetter),
    });
  }

  private async keepShowing(): Promise<void> {
    while (!this.isOver) {
      // PostgreSQL may be what is being hurt; the last standing is shown meanwhile.
      this.standing = await this.ledger.standing().catch(() => this.standing);
      this.show();
      await sleep(1_000);
    }
  }

  private show(): void {
    const { plan, watcher } = this.options;
    watcher.show({
      phase: this.phase,
      seconds: this.seconds(),
      load: this.load,
      standing: this.standing,
      deaths: this.system.deaths,
      duplicates: this.system.duplicates,
      striking: [...this.striking],
      strikes: this.strikes,
      planned: Object.values(plan.lanes).flat().length,
    });
  }

  private seconds(): number {
    return (performance.now() - this.startedMs) / 1_000;
  }
}

function finished({ completed, cancelled }: Standing): number {
  return completed + cancelled;
}

function describe({ fault, atSeconds, detail, problem, recoveryMs }: Strike): string {
  const at = `${atSeconds.toFixed(0)}s`.padStart(6);
  const recovery =
    recoveryMs === undefined
      ? 'no order was finished since'
      : `${(recoveryMs / 1_000).toFixed(1)} s`;
  return `${at}  ${problem ? 'FAILED ' : ''}${fault}: ${detail}; next order finished: ${recovery}`;
}
