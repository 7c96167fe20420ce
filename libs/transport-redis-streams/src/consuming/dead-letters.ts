import { Logger } from '@nestjs/common';
import { toDeadLetter } from '@app/dlq';
import type { Clock, Delivery, Settlement } from '@app/messaging';
import type { RedisConnection } from '../connection/redis-connection.js';
import { writeFields } from '../entry/entry-fields.js';
import type { HeldEntry } from './held-entry.js';
import type { Ownership } from './ownership.js';
import { sleep } from './sleep.js';

const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

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
    for (let backoffMs = FIRST_BACKOFF_MS; ; backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS)) {
      try {
        if (!(await this.ownership.isStillOurs(entry))) return false;
        await this.connection.client.call('XADD', [this.key, '*', ...fields]);
        return true;
      } catch (error) {
        const msg = `Dead letter of ${delivery.source.name} not written, next try in ${backoffMs} ms`;
        this.logger.error({ msg, source: delivery.source, error });
      }
      await sleep(this.clock, backoffMs, signals);
      if (signals.some((signal) => signal.aborted)) return false;
    }
  }
}
