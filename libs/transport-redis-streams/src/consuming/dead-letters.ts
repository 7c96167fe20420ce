import { Logger } from '@nestjs/common';
import { toDeadLetter } from '@app/dlq';
import { persist, type Clock, type Delivery, type Settlement } from '@app/messaging';
import type { RedisConnection } from '../connection/redis-connection.js';
import { writeFields } from '../codec/entry-fields.js';
import type { HeldEntry } from './held-entry.js';
import type { Ownership } from './ownership.js';

const BACKOFF = { firstMs: 500, longestMs: 30_000 };

/** Writes dead letters to one stream. Until one is written, its source stays pending. */
export class DeadLetters {
  private readonly logger = new Logger(DeadLetters.name);

  constructor(
    private readonly connection: Pick<RedisConnection, 'client'>,
    /** The key of the dead-letter stream. */
    private readonly key: string,
    private readonly ownership: Pick<Ownership, 'isStillOurs'>,
    private readonly clock: Clock,
  ) {}

  /**
   * Tries until it is written. Fields of other writers go along as they are.
   * @returns false where the entry is no longer ours, or one of `signals` ended the tries
   */
  async write(
    entry: HeldEntry,
    delivery: Delivery,
    settlement: Extract<Settlement, { kind: 'dead-letter' }>,
    signals: readonly AbortSignal[],
  ): Promise<boolean> {
    const deadLetter = toDeadLetter(delivery, settlement, this.clock.now());
    const fields = [...writeFields(deadLetter), ...entry.fields.foreign];
    let isOurs = true;
    const append = async () => {
      isOurs = await this.ownership.isStillOurs(entry);
      if (isOurs) await this.connection.client.call('XADD', [this.key, '*', ...fields]);
    };
    const isDone = await persist(append, {
      backoff: BACKOFF,
      clock: this.clock,
      signals,
      onFailure: (error, delayMs) => {
        const { source } = delivery;
        const msg = `Dead letter of ${source.name} not written, next try in ${delayMs} ms`;
        this.logger.error({ msg, source, error });
      },
    });
    return isDone && isOurs;
  }
}
