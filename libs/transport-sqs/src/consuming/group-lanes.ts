import { InFlight } from '@app/messaging';
import type { HeldMessage } from './held-message.js';

/** What became of a message: it is done with, or someone else has to handle it. */
export type Outcome = 'finished' | 'given-up';

interface Lane {
  readonly key: string;
  readonly messages: HeldMessage[];
  isParked: boolean;
  isAbandoned: boolean;
}

export interface GroupLanesOptions {
  /** Must not reject. `park` tells that the message, and its group, waits for a retry. */
  readonly work: (message: HeldMessage, park: (parked: boolean) => void) => Promise<Outcome>;
  /** Messages that will not be handled here, in their order. */
  readonly giveBack: (messages: readonly HeldMessage[]) => Promise<void>;
  /** Something ended, or began to wait. */
  readonly onChange: () => void;
}

/**
 * Handles messages of one group one after the other, and groups side by side. Where one of a group
 * is given up, those behind it are too: none may overtake it.
 */
export class GroupLanes {
  private readonly lanes = new Map<string, Lane>();
  private readonly inFlight = new InFlight();

  constructor(private readonly options: GroupLanesOptions) {}

  /** Messages that run, or wait only for their turn. */
  get runnable(): number {
    let count = 0;
    for (const lane of this.lanes.values()) if (!lane.isParked) count += lane.messages.length;
    return count;
  }

  push(message: HeldMessage): void {
    const key = keyOf(message);
    const known = this.lanes.get(key);
    if (known) {
      known.messages.push(message);
      return;
    }
    const lane: Lane = { key, messages: [message], isParked: false, isAbandoned: false };
    this.lanes.set(key, lane);
    void this.inFlight.track(() => this.run(lane));
  }

  /** The message is someone else's, and its group with it. What comes again starts a new lane. */
  abandon(message: HeldMessage): void {
    const lane = this.lanes.get(keyOf(message));
    if (!lane?.messages.includes(message)) return;
    void this.inFlight.track(() => this.end(lane, message));
  }

  /** Resolves when nothing runs, and what won't be handled here has been given back. */
  idle(): Promise<void> {
    return this.inFlight.idle();
  }

  private async run(lane: Lane): Promise<void> {
    const park = (parked: boolean) => {
      lane.isParked = parked;
      this.options.onChange();
    };
    for (let head = lane.messages[0]; head && !lane.isAbandoned; head = lane.messages[0]) {
      const outcome = await this.options.work(head, park);
      if (lane.isAbandoned) return;
      if (outcome === 'given-up') return await this.end(lane);
      lane.messages.shift();
      if (lane.messages.length === 0) this.lanes.delete(lane.key);
      this.options.onChange();
    }
  }

  private async end(lane: Lane, lost?: HeldMessage): Promise<void> {
    lane.isAbandoned = true;
    this.lanes.delete(lane.key);
    this.options.onChange();
    await this.options.giveBack(lane.messages.filter((it) => it !== lost && !it.isLost));
  }
}

/** A message without a group has no order: it is a lane of its own. */
function keyOf({ received }: HeldMessage): string {
  return received.group === undefined ? `id:${received.id}` : `group:${received.group}`;
}
