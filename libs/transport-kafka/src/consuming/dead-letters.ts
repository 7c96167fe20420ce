import { Logger } from '@nestjs/common';
import { toDeadLetter } from '@app/dlq';
import { persist, type Clock, type Delivery, type Settlement } from '@app/messaging';
import type { KafkaPublisher } from '../publishing/kafka.publisher.js';

const BACKOFF = { firstMs: 500, longestMs: 30_000 };

/** Writes dead letters. Until one is written, its source stays unfinished and so uncommitted. */
export class DeadLetters {
  private readonly logger = new Logger(DeadLetters.name);

  constructor(
    private readonly publisher: Pick<KafkaPublisher, 'publishDeadLetter'>,
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
    return await persist(() => this.publisher.publishDeadLetter(name, deadLetter), {
      backoff: BACKOFF,
      clock: this.clock,
      signals,
      onFailure: (error, delayMs) => {
        const msg = `Dead letter of ${name} not written, next try in ${delayMs} ms`;
        this.logger.error({ msg, source: delivery.source, error });
      },
    });
  }
}
