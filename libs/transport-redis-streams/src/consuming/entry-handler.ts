import { Logger } from '@nestjs/common';
import { afterFailure, processInTurn, sleep } from '@app/messaging';
import type { Clock, ConcurrencyLimit, Consumer, Source } from '@app/messaging';
import type { Delivery, DeliveryPipeline, RetryState } from '@app/messaging';
import { messageOf } from '../connection/redis-error.js';
import type { Acknowledger } from './acknowledger.js';
import type { DeadLetters } from './dead-letters.js';
import type { HeldEntry } from './held-entry.js';
import type { Ownership } from './ownership.js';

export interface EntryHandlerOptions {
  readonly source: Omit<Source, 'coordinates'>;
  readonly consumer: Consumer;
  readonly limit: ConcurrencyLimit;
  readonly pipeline: Pick<DeliveryPipeline, 'process'>;
  readonly ownership: Pick<Ownership, 'isOurs'>;
  readonly acknowledger: Pick<Acknowledger, 'add'>;
  readonly deadLetters: Pick<DeadLetters, 'write'>;
  readonly clock: Clock;
  /** Aborted when the app stops: what runs may finish, nothing starts. */
  readonly stopping: AbortSignal;
}

const ASK_AGAIN_MS = 500;

/** Takes an entry through its attempts, in place, to the end of its story here. */
export class EntryHandler {
  private readonly logger = new Logger(EntryHandler.name);

  constructor(private readonly options: EntryHandlerOptions) {}

  /** Acknowledges the entry, or leaves it pending where it isn't ours to finish any more. */
  async handle(entry: HeldEntry): Promise<void> {
    const { acknowledger, clock, deadLetters, stopping } = this.options;
    const signals = [stopping, entry.signal];
    let state: RetryState = { attempt: 1 };
    for (;;) {
      const delivery = this.toDelivery(entry, state);
      const settlement = await processInTurn(delivery, this.options, () => this.isOurs(entry));
      // Whatever the handler says: someone else has the entry now, and says so, too.
      if (entry.signal.aborted) return;
      switch (settlement?.kind) {
        case undefined:
          return;
        case 'ack':
          return acknowledger.add(entry);
        case 'dead-letter':
          if (await deadLetters.write(entry, delivery, settlement, signals)) {
            acknowledger.add(entry);
          }
          return;
        case 'retry':
          if (settlement.costsAttempt) state = afterFailure(state, clock.now());
          await sleep(clock, settlement.delayMs, signals);
          break;
        default:
          return settlement satisfies never;
      }
    }
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

  private toDelivery({ id, fields, signal }: HeldEntry, state: RetryState): Delivery {
    const { body, headers, key } = fields;
    const source = { ...this.options.source, coordinates: { id } };
    return { body, headers, key, source, signal, ...state };
  }
}
