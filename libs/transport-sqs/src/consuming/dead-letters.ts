import { Logger } from '@nestjs/common';
import { DEAD_LETTER_HEADER, toDeadLetter } from '@app/dlq';
import { persist, type Clock, type Delivery, type Settlement } from '@app/messaging';
import type { SqsPublisher } from '../publishing/sqs.publisher.js';

const BACKOFF = { firstMs: 500, longestMs: 30_000 };

/** Writes dead letters. Until one is written, its source stays ours and isn't deleted. */
export class DeadLetters {
  private readonly logger = new Logger('SqsTransport');

  constructor(
    private readonly publisher: Pick<SqsPublisher, 'publishDeadLetter'>,
    private readonly clock: Clock,
  ) {}

  /** Tries until it is written. @returns false where one of `signals` ended that before */
  async write(
    delivery: Delivery,
    settlement: Extract<Settlement, { kind: 'dead-letter' }>,
    signals: readonly AbortSignal[],
  ): Promise<boolean> {
    const { name, coordinates } = delivery.source;
    const described = toDeadLetter(delivery, settlement, this.clock.now());
    const deadLetter = { ...described, headers: explanationFirst(described.headers) };
    // A replay that fails again has the same id, but is a message of its own: within five minutes
    // SQS would take it for a duplicate, and keep nothing.
    const id = `${deadLetter.id}.${coordinates['messageId']}`;
    return await persist(() => this.publisher.publishDeadLetter(name, deadLetter, id), {
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

/** The first ones get an attribute of their own, which anyone can read. */
function explanationFirst(headers: ReadonlyMap<string, string | Buffer>) {
  const explanation = headers.get(DEAD_LETTER_HEADER) ?? '';
  return new Map([[DEAD_LETTER_HEADER, explanation], ...headers]);
}
