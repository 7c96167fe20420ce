import { setTimeout as sleep } from 'node:timers/promises';
import { errorText } from '../../../tools/shared/error-text.js';
import { Load } from '../load/load.js';
import { withBrokers, whatWaits } from '../oracle/brokers.js';
import { examine } from '../oracle/examine.js';
import { Ledger, type Standing } from '../oracle/ledger.js';
import { whenSettled } from '../oracle/settle.js';
import type { Plan } from '../plan/plan-faults.js';
import type { Ground } from '../stack/ground.js';
import { FaultSystem } from '../system/fault-system.js';
import type { Variant } from '../variants/variants.js';
import type { Outcome } from './outcome.js';
import { Strikes } from './strikes.js';
import type { Watcher } from './watcher.js';

export interface RunOptions {
  readonly plan: Plan;
  readonly orders: number;
  /** Before every name on the servers: of no other run on the same ground. */
  readonly prefix: string;
  readonly variant?: Variant | undefined;
  readonly watcher: Watcher;
  /** Stops placing orders and striking; what was done by then is judged, once it has settled. */
  readonly signal: AbortSignal;
}

const mostPerSecond = 60;
/** At most: where orders still finish one by one, a slow machine needs it. */
const settleWithinMs = 900_000;
/** For whoever waits for the end of a run that was stopped. */
const settleAfterStopMs = 20_000;

/** One run: the system starts, orders come in, faults strike, and all that happened is judged. */
export async function runFaults(ground: Ground, options: RunOptions): Promise<Outcome> {
  const { plan, prefix, variant, watcher } = options;
  watcher.say('the apps start');
  const logName = `${prefix}${plan.seed}`;
  const system = await FaultSystem.start(ground, { variant, prefix, logName });
  const ledger = new Ledger(system.direct['DATABASE_URL']!, prefix, (line) => system.note(line));
  try {
    return await new Run(system, ledger, options).run();
  } finally {
    await ledger.close();
    await system.stop();
  }
}

class Run {
  private readonly startedMs = performance.now();
  private readonly load: Load;
  private readonly strikes: Strikes;
  private standing: Standing | undefined;
  /** Why the books can't be read at the moment: PostgreSQL may be what is being hurt. */
  private unread: string | undefined;
  private phase = 'orders and faults';
  private isOver = false;

  constructor(
    private readonly system: FaultSystem,
    private readonly ledger: Ledger,
    private readonly options: RunOptions,
  ) {
    const { orders, plan, watcher, signal } = options;
    const perSecond = Math.min(mostPerSecond, orders / Math.max(plan.seconds, 10));
    const open = () => (this.standing ? this.standing.orders - finished(this.standing) : 0);
    this.load = new Load({ api: system.api, first: 0, orders, perSecond, open });
    this.strikes = new Strikes(system, ledger, {
      seconds: () => this.seconds(),
      placedShare: () => this.load.sent.size / orders,
      say: (line) => watcher.say(line),
      signal,
    });
  }

  async run(): Promise<Outcome> {
    const showing = this.keepShowing();
    try {
      const lanes = Object.values(this.options.plan.lanes);
      const struck = Promise.all(lanes.map((faults) => this.strikes.strikeAll(faults)));
      await Promise.all([this.load.run(struck, this.options.signal), struck]);
      await this.settle();
      return await this.judgeAtTheEnd();
    } finally {
      this.isOver = true;
      await showing;
    }
  }

  private async settle(): Promise<void> {
    const { signal: stop, variant } = this.options;
    // A second stop changes nothing: orders on their way would be called stuck.
    const signal = stop.aborted ? AbortSignal.timeout(settleAfterStopMs) : stop;
    // A variant has lost what does not come soon; the promise is given every chance.
    const quietMs = variant ? 15_000 : 40_000;
    const doomed = this.system.doomed.size;
    this.phase = 'waiting until nothing moves';
    await this.system.whenUp();
    await whenSettled(
      this.ledger,
      () => this.isRight(),
      { quietMs, mostMs: settleWithinMs, doomed, signal },
      (standing) => (this.standing = standing),
    );
    await this.strikes.endMeasuring();
  }

  private async isRight(): Promise<boolean> {
    const { violations } = await this.verdict({ waiting: [] });
    if (violations.length > 0 || this.system.expectedDeadLetters.length === 0) {
      return violations.length === 0;
    }
    const deadLetters = await this.system.deadLetters.read();
    return (await this.verdict({ deadLetters, waiting: [] })).violations.length === 0;
  }

  private async judgeAtTheEnd(): Promise<Outcome> {
    this.phase = 'judging';
    const wrongEnds = await this.system.stopApps();
    const left = {
      deadLetters: await this.system.deadLetters.read(),
      waiting: await withBrokers(this.system.direct, whatWaits),
    };
    return {
      seed: this.options.plan.seed,
      variant: this.options.variant,
      sent: this.load.sent.size,
      pausedMs: this.load.pausedMs,
      strikes: this.strikes.done,
      verdict: await this.verdict(left),
      duplicates: this.system.duplicates,
      deaths: this.system.deaths,
      wrongEnds,
      seconds: this.seconds(),
      logFolder: this.system.logFolder,
    };
  }

  private verdict(left: Parameters<typeof examine>[3]) {
    return examine(this.system, this.ledger, this.load.sent, left);
  }

  private async keepShowing(): Promise<void> {
    while (!this.isOver) {
      try {
        this.standing = await this.ledger.standing();
        this.unread = undefined;
      } catch (error) {
        this.unread = errorText(error);
      }
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
      unread: this.unread,
      deaths: this.system.deaths,
      duplicates: this.system.duplicates,
      striking: this.strikes.underWay,
      strikes: this.strikes.done,
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
