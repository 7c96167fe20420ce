import { appNames } from '../../tools/apps/apps.js';
import { Load } from '../faults/load/load.js';
import { examine } from '../faults/oracle/examine.js';
import { Ledger } from '../faults/oracle/ledger.js';
import { whenSettled } from '../faults/oracle/settle.js';
import type { Verdict } from '../faults/oracle/verdict.js';
import type { Ground } from '../faults/stack/ground.js';
import { FaultSystem } from '../faults/system/fault-system.js';
import type { Variant } from '../faults/variants/variants.js';

export interface Tally {
  /** With those that no answer was had for; of them, some don't exist. */
  readonly sent: number;
  readonly right: number;
  /** Not right yet; once nothing moves any more these are lost. */
  readonly wrong: number;
  readonly doubled: number;
}

/** One of the two systems that are broken side by side. */
export class Contestant {
  private readonly ledger: Ledger;
  private readonly load: Load;
  private open = 0;

  private constructor(
    readonly title: string,
    readonly system: FaultSystem,
    orders: number,
    perSecond: number,
  ) {
    const { DATABASE_URL: url, RESOURCE_PREFIX: prefix } = system.direct;
    this.ledger = new Ledger(url!, prefix!, (line) => system.note(line));
    this.load = new Load({ api: system.api, first: 0, orders, perSecond, open: () => this.open });
  }

  static async start(
    ground: Ground,
    options: {
      readonly title: string;
      readonly prefix: string;
      readonly variant?: Variant;
      readonly orders: number;
      readonly perSecond: number;
    },
  ): Promise<Contestant> {
    const { title, orders, perSecond, ...rest } = options;
    const system = await FaultSystem.start(ground, { ...rest, apps: appNames });
    return new Contestant(title, system, orders, perSecond);
  }

  placeOrders(enough: Promise<unknown>, signal: AbortSignal): Promise<void> {
    return this.load.run(enough, signal);
  }

  /** Resolves when nothing moves any more. */
  async settle(signal: AbortSignal): Promise<void> {
    await this.system.whenUp();
    const isRight = async () => (await this.verdict()).violations.length === 0;
    const patience = { quietMs: 20_000, mostMs: 240_000, doomed: 0, signal };
    await whenSettled(this.ledger, isRight, patience, () => undefined);
  }

  async tally(): Promise<Tally> {
    const { completed, cancelled, orders } = await this.ledger.standing();
    this.open = orders - completed - cancelled;
    const { violations, unanswered } = await this.verdict();
    const doubled = violations.filter(({ wrong }) => wrong === 'doubled').length;
    const sent = this.load.sent.size;
    const wrong = Math.min(sent, violations.length - doubled);
    const there = sent - unanswered.missing;
    return { sent, right: Math.max(0, there - wrong - doubled), wrong, doubled };
  }

  verdict(): Promise<Verdict> {
    return examine(this.system, this.ledger, this.load.sent, { waiting: [] });
  }

  async stop(): Promise<void> {
    await this.ledger.close();
    await this.system.stop();
  }
}
