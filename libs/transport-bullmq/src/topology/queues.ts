import type { Queue } from 'bullmq';
import { ConfigurationError, UnknownDestinationError, type Destination } from '@app/messaging';
import type { Schedule } from '../scheduling/schedule.js';
import type { BullMqQueue, BullMqTopology, JobOptions } from './bullmq-topology.js';
import { deadLetterQueueName } from './resource-names.js';

/** The queues of the topology, as @nestjs/bullmq made them. */
export class Queues {
  private readonly byName: ReadonlyMap<string, Queue>;
  private readonly declared: ReadonlyMap<string, BullMqQueue>;

  constructor({ queues }: BullMqTopology, registered: readonly Queue[]) {
    this.declared = new Map(queues.map((queue) => [queue.name, queue]));
    this.byName = new Map(registered.map((queue) => [queue.name, queue]));
  }

  /** Dead-letter queues included. */
  all(): Iterable<Queue> {
    return this.byName.values();
  }

  has(name: string): boolean {
    return this.declared.has(name);
  }

  /** Whether there is such a queue, or such a dead-letter queue. */
  isReadable(name: string): boolean {
    return this.byName.has(name);
  }

  /** @throws UnknownDestinationError */
  of(destination: Destination): Queue {
    const queue = this.has(destination.name) && this.byName.get(destination.name);
    if (queue) return queue;
    throw UnknownDestinationError.of(destination);
  }

  /** Where `isReadable`. */
  readable(name: string): Queue {
    return this.byName.get(name)!;
  }

  /** A dead-letter queue has none of its own: what can't be read from it stays there. */
  deadLettersOf(name: string): Queue {
    return (this.byName.get(deadLetterQueueName(name)) ?? this.byName.get(name))!;
  }

  schedulesOf(name: string): readonly Schedule[] {
    return this.declared.get(name)?.schedules ?? [];
  }

  jobOptions(name: string, type: string): JobOptions {
    return this.declared.get(name)?.jobs?.[type] ?? {};
  }
}

/**
 * The names to register, dead-letter queues included.
 * @throws ConfigurationError where a name is twice, or not one that BullMQ can have
 */
export function queueNames({ queues }: BullMqTopology): string[] {
  const names = queues.flatMap(({ name }) => [name, deadLetterQueueName(name)]);
  for (const [index, name] of names.entries()) {
    if (name.includes(':')) {
      throw new ConfigurationError(`Queue '${name}' has a colon, which separates BullMQ's keys.`);
    }
    if (names.indexOf(name) !== index) {
      throw new ConfigurationError(
        `The BullMQ topology has '${name}' twice. Give each queue a name; '.dlq' at its end is ours.`,
      );
    }
  }
  return names;
}
