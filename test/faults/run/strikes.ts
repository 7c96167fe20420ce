import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from '../oracle/ledger.js';
import type { PlannedFault } from '../plan/plan-faults.js';
import type { FaultSystem } from '../system/fault-system.js';
import type { Strike } from './outcome.js';
import { recoveryMs } from './recoveries.js';
import { strikeFault } from './strike-fault.js';
import { describeStrike } from './watcher.js';

/** Before the first fault, and between two of a lane. */
const breathMs = 1_000;

export interface StrikesOptions {
  /** Since the run has begun. */
  seconds(): number;
  /** Of all orders, from 0 to 1. */
  placedShare(): number;
  say(line: string): void;
  readonly signal: AbortSignal;
}

/** The faults of a run, as they strike, and how long the system takes to recover from each. */
export class Strikes {
  private readonly ended: Strike[] = [];
  private readonly striking = new Set<string>();
  private readonly measuring: Promise<void>[] = [];
  private isSettled = false;

  constructor(
    private readonly system: FaultSystem,
    private readonly ledger: Pick<Ledger, 'isFinishedSince'>,
    private readonly options: StrikesOptions,
  ) {}

  get done(): readonly Strike[] {
    return this.ended;
  }

  /** Names of the faults that go on at this moment. */
  get underWay(): readonly string[] {
    return [...this.striking];
  }

  /** One lane: one fault after the other, spread over the load however slow the machine is. */
  async strikeAll(faults: readonly PlannedFault[]): Promise<void> {
    for (const [turn, planned] of faults.entries()) {
      await sleep(breathMs);
      await this.untilPlaced(turn / faults.length);
      if (this.options.signal.aborted) return;
      await this.strike(planned);
    }
  }

  /** Called when the system is at rest: what has not recovered by now is known. */
  async endMeasuring(): Promise<void> {
    this.isSettled = true;
    await Promise.all(this.measuring);
  }

  private async untilPlaced(share: number): Promise<void> {
    const { placedShare, signal } = this.options;
    while (placedShare() < share && !signal.aborted) await sleep(200);
  }

  private async strike(planned: PlannedFault): Promise<void> {
    const { name } = planned.fault;
    const atSeconds = this.options.seconds();
    this.striking.add(name);
    const { overAtMs, ...struck } = await strikeFault(planned, this.system);
    this.striking.delete(name);
    const strike: Strike = { fault: name, atSeconds, recoveryMs: undefined, ...struck };
    const index = this.ended.push(strike) - 1;
    this.options.say(describeStrike(strike));
    this.measuring.push(this.measure(index, overAtMs));
  }

  private async measure(index: number, overAtMs: number): Promise<void> {
    const note = (line: string) => this.system.note(line);
    const tookMs = await recoveryMs(this.ledger, overAtMs, () => this.isSettled, note);
    const struck = { ...this.ended[index]!, recoveryMs: tookMs };
    const never = `${struck.detail}; no order was finished in the three minutes after it`;
    this.ended[index] = tookMs === Infinity ? { ...struck, detail: never, problem: true } : struck;
  }
}
