import { setTimeout as sleep } from 'node:timers/promises';
import { bullMqTopology, rabbitMqTopology, sqsTopology } from '@app/topology';
import type { SeenDeadLetter } from '../../e2e/dead-letter.js';
import type { Brokers } from './brokers.js';

export interface BrokerDeadLetter extends SeenDeadLetter {
  /** The queue or topic that its message was in. */
  readonly where: string;
}

/** Everything that is, or was, in the DLQs of all brokers. */
export class DeadLetterShelf {
  /** What is in no DLQ any more: read from SQS, which gives and takes, or saved. */
  private readonly kept: BrokerDeadLetter[] = [];

  /** Before the DLQ of a RabbitMQ queue is destroyed. */
  async save({ rabbitMq }: Pick<Brokers, 'rabbitMq'>, queue: string): Promise<void> {
    this.kept.push(...at(queue, await rabbitMq.deadLetters(queue)));
  }

  async read({ bullMq, kafka, rabbitMq, sqs }: Brokers): Promise<BrokerDeadLetter[]> {
    const all = await readTopic(kafka);
    for (const { name } of rabbitMqTopology.queues) {
      all.push(...at(name, await rabbitMq.deadLetters(name)));
    }
    for (const { name } of bullMqTopology.queues) {
      all.push(...at(name, await bullMq.deadLetters(name)));
    }
    for (const { name } of sqsTopology.queues) {
      for (;;) {
        const taken = await sqs.takeDeadLetters(name);
        if (taken.length === 0) break;
        this.kept.push(...at(name, taken));
      }
    }
    return [...all, ...this.kept];
  }
}

function at(where: string, letters: readonly SeenDeadLetter[]): BrokerDeadLetter[] {
  return letters.map((letter) => ({ where, ...letter }));
}

async function readTopic(kafka: Brokers['kafka']): Promise<BrokerDeadLetter[]> {
  const count = await kafka.deadLetterCount();
  if (count === 0) return [];
  const { seen, close } = await kafka.watchDeadLetters();
  const deadlineMs = Date.now() + 30_000;
  while (seen.length < count && Date.now() < deadlineMs) await sleep(50);
  await close();
  if (seen.length < count) throw new Error(`Of ${count} dead letters Kafka showed ${seen.length}.`);
  return at('orders.events', seen);
}
