import { Logger } from '@nestjs/common';
import { processInPlace, sleep } from '@app/messaging';
import type { Delivery, InPlace, RetryState, Settled, Source } from '@app/messaging';
import { messageOf } from '../connection/redis-error.js';
import type { Acknowledger } from './acknowledger.js';
import type { DeadLetters } from './dead-letters.js';
import type { HeldEntry } from './held-entry.js';
import type { Ownership } from './ownership.js';

export interface EntryHandlerOptions extends InPlace {
  readonly source: Omit<Source, 'coordinates'>;
  readonly ownership: Pick<Ownership, 'isOurs'>;
  readonly acknowledger: Pick<Acknowledger, 'add'>;
  readonly deadLetters: Pick<DeadLetters, 'write'>;
}

const ASK_AGAIN_MS = 500;

/** Takes an entry through its attempts, in place, to the end of its story here. */
export class EntryHandler {
  private readonly logger = new Logger(EntryHandler.name);

  constructor(private readonly options: EntryHandlerOptions) {}

  /** Acknowledges the entry, or leaves it pending where it isn't ours to finish any more. */
  async handle(entry: HeldEntry): Promise<void> {
    const settled = await processInPlace((state) => this.toDelivery(entry, state), this.options, {
      mayStart: () => this.isOurs(entry),
    });
    if (!settled || !(await this.isWritten(settled, entry))) return;
    this.options.acknowledger.add(entry);
  }

  /** A dead letter has to be, before its entry is acknowledged. */
  private async isWritten({ delivery, settlement }: Settled, entry: HeldEntry): Promise<boolean> {
    const { deadLetters, stopping } = this.options;
    if (settlement.kind === 'ack') return true;
    return await deadLetters.write(entry, delivery, settlement, [stopping, entry.signal]);
  }

  /** An entry that waited through an outage may be someone else's; without an answer it waits on. */
  private async isOurs(entry: HeldEntry): Promise<boolean> {
    const { ownership, clock, stopping } = this.options;
    while (!stopping.aborted && !entry.signal.aborted) {
      try {
        return await ownership.isOurs(entry);
      } catch (error) {
        this.logger.debug(`Redis doesn't say whose ${entry.id} is: ${messageOf(error)}`);
      }
      await sleep(clock, ASK_AGAIN_MS, [stopping, entry.signal]);
    }
    return false;
  }

  private toDelivery({ id, fields, isClaimed, signal }: HeldEntry, state: RetryState): Delivery {
    const { body, headers, key } = fields;
    const source = { ...this.options.source, coordinates: { id } };
    return { body, headers, key, source, mayHaveStarted: isClaimed, signal, ...state };
  }
}
