import { allFaults } from '../faults/faults/catalogue.js';
import type { Fault } from '../faults/faults/fault.js';

export const kinds = ['kill', 'zombie', 'duplicate', 'cut'] as const;

export type Kind = (typeof kinds)[number];

/** What strikes, in turn, on both systems. */
const faultsOf: Readonly<Record<Kind, readonly string[]>> = {
  kill: [
    'kill-kafka-consumer-after-effect',
    'kill-sqs-poller-after-effect',
    'kill-rabbitmq-worker-after-commit',
    'kill-kafka-consumer',
    'kill-task-worker',
    'kill-order-producer',
  ],
  zombie: ['zombie-kafka-consumer', 'zombie-rabbitmq-worker', 'zombie-task-worker'],
  duplicate: ['duplicate-facts', 'kill-kafka-consumer-after-commit', 'duplicate-facts'],
  cut: ['cut-kafka', 'cut-answers-rabbitmq', 'cut-rabbitmq', 'cut-elasticmq'],
};

export function faultsOfKind(kind: Kind): Fault[] {
  return faultsOf[kind].map((name) => {
    const fault = allFaults.find((it) => it.name === name);
    if (!fault)
      throw new Error(`There is no fault ${name} any more. Name another one in kinds.ts.`);
    return fault;
  });
}
