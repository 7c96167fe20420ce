import { setTimeout as sleep } from 'node:timers/promises';
import { bullMqTopology, rabbitMqTopology, sqsTopology } from '@app/topology';
import type { SeenDeadLetter } from '../../e2e/dead-letter.js';
import type { Brokers } from './brokers.js';

export interface BrokerDeadLetter extends SeenDeadLetter {
  readonly where: string;
}

/** Everything in the DLQs of all brokers. */
export async function readDeadLetters(brokers: Brokers): Promise<BrokerDeadLetter[]> {
  const { bullMq, kafka, rabbitMq, sqs } = brokers;
  const all: BrokerDeadLetter[] = await readTopic(kafka);
  const add = (where: string, letters: readonly SeenDeadLetter[]): void => {
    all.push(...letters.map((letter) => ({ where, ...letter })));
  };
  for (const { name } of rabbitMqTopology.queues) add(name, await rabbitMq.deadLetters(name));
  for (const { name } of bullMqTopology.queues) add(name, await bullMq.deadLetters(name));
  for (const { name } of sqsTopology.queues) {
    for (;;) {
      const taken = await sqs.takeDeadLetters(name);
      if (taken.length === 0) break;
      add(name, taken);
    }
  }
  return all;
}

async function readTopic(kafka: Brokers['kafka']): Promise<BrokerDeadLetter[]> {
  const count = await kafka.deadLetterCount();
  if (count === 0) return [];
  const { seen, close } = await kafka.watchDeadLetters();
  const deadlineMs = Date.now() + 30_000;
  while (seen.length < count && Date.now() < deadlineMs) await sleep(50);
  await close();
  if (seen.length < count) throw new Error(`Of ${count} dead letters Kafka showed ${seen.length}.`);
  return seen.map((letter) => ({ where: 'orders.events', ...letter }));
}
