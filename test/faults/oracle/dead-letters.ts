import type { BrokerDeadLetter } from './broker-dead-letter.js';
import type { Brokers } from './brokers.js';
import type { DeadLetterLedger } from './dead-letter-ledger.js';

/**
 * Every dead letter of a run: what the collector has brought to the ledger, which is all, but for
 * what a fault has destroyed before that.
 */
export class DeadLetterShelf {
  private readonly kept: BrokerDeadLetter[] = [];

  constructor(private readonly ledger: Pick<DeadLetterLedger, 'letters'>) {}

  /** Before the DLQ of a RabbitMQ queue is destroyed. */
  async save({ rabbitMq }: Pick<Brokers, 'rabbitMq'>, queue: string): Promise<void> {
    const letters = await rabbitMq.deadLetters(queue);
    this.kept.push(...letters.map((letter) => ({ where: queue, ...letter })));
  }

  async read(): Promise<BrokerDeadLetter[]> {
    return [...this.kept, ...(await this.ledger.letters())];
  }
}
