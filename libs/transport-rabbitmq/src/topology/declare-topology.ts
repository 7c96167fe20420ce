import type { Channel } from 'amqplib';
import { ConfigurationError } from '@app/messaging';
import { DELAY_TIERS } from './delay-tiers.js';
import {
  deadLetterQueueArguments,
  delayQueueArguments,
  queueArguments,
} from './queue-arguments.js';
import type { QueueDeclaration, RabbitMqTopology } from './rabbitmq-topology.js';
import type { ResourceNames } from './resource-names.js';

/** AMQP 0-9-1 reply code: it exists, with other arguments. */
const PRECONDITION_FAILED = 406;

/**
 * Creates what is absent and leaves alone what is there. Bindings that the topology no longer has
 * stay at the broker.
 * @throws ConfigurationError where something exists with other arguments
 */
export async function declareTopology(
  channel: Channel,
  topology: RabbitMqTopology,
  names: ResourceNames,
): Promise<void> {
  for (const { name, type } of topology.exchanges) {
    const exchange = names.of(name);
    await declared(`exchange ${exchange}`, channel.assertExchange(exchange, type));
  }
  for (const queue of topology.queues) await declareQueue(channel, queue, names);
}

async function declareQueue(
  channel: Channel,
  queue: QueueDeclaration,
  names: ResourceNames,
): Promise<void> {
  const assert = (name: string, args: Readonly<Record<string, string | number>>) =>
    declared(`queue ${name}`, channel.assertQueue(name, { durable: true, arguments: args }));

  // The targets of dead letters first: none may leave a queue before its target stands.
  await assert(names.deadLetters(queue.name), deadLetterQueueArguments(queue));
  await assert(names.of(queue.name), queueArguments(queue, names));
  for (const tier of DELAY_TIERS) {
    await assert(names.delay(queue.name, tier), delayQueueArguments(queue.name, tier, names));
  }
  for (const { exchange, pattern = '' } of queue.bindings ?? []) {
    await channel.bindQueue(names.of(queue.name), names.of(exchange), pattern);
  }
}

async function declared(what: string, declaration: Promise<unknown>): Promise<void> {
  try {
    await declaration;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === PRECONDITION_FAILED)) {
      throw error;
    }
    throw new ConfigurationError(
      `RabbitMQ has ${what} with other arguments than the topology: ${error.message}. ` +
        'Change the topology back, or drain and delete it at the broker and start again.',
      { cause: error },
    );
  }
}
