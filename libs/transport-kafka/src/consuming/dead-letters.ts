import { Logger } from '@nestjs/common';
import { toDeadLetter } from '@app/dlq';
import type { Clock, Delivery, OutboundMessage, Settlement } from '@app/messaging';
import { sleep } from './sleep.js';

export type PublishDeadLetter = (topic: string, deadLetter: OutboundMessage) => Promise<void>;

const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

/** Writes dead letters. Until one is written, its source stays unfinished and so uncommitted. */
export class DeadLetters {
  private readonly logger = new Logger(DeadLetters.name);

  constructor(
    private readonly publish: PublishDeadLetter,
    private readonly clock: Clock,
  ) {}

  /** Tries until it is written. @returns false where one of `signals` ended that before */
  async write(
    delivery: Delivery,
    settlement: Extract<Settlement, { kind: 'dead-letter' }>,
    signals: readonly AbortSignal[],
  ): Promise<boolean> {
    const deadLetter = toDeadLetter(delivery, settlement, this.clock.now());
    const { name } = delivery.source;
    for (let backoffMs = FIRST_BACKOFF_MS; ; backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS)) {
      try {
        await this.publish(name, deadLetter);
        return true;
      } catch (error) {
        const msg = `Dead letter of ${name} not written, next try in ${backoffMs} ms`;
        this.logger.error({ msg, source: delivery.source, error });
      }
      await sleep(this.clock, backoffMs, signals);
      if (signals.some((signal) => signal.aborted)) return false;
    }
  }
}
