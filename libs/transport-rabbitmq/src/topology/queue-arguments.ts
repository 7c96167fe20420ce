import type { DelayTier } from './delay-tiers.js';
import type { QueueDeclaration } from './rabbitmq-topology.js';
import type { ResourceNames } from './resource-names.js';

type QueueArguments = Readonly<Record<string, string | number>>;

/**
 * Deliveries after which the broker itself sets a message aside. Shutdowns count too, so it is far
 * above every retry policy: a backstop against messages that kill their consumer each time.
 */
const DELIVERY_LIMIT = 1_000;

const DEFAULT_MAX_LENGTH = 1_000_000;

const QUORUM = { 'x-queue-type': 'quorum' };

/**
 * Sends expired and over-delivered messages on, and keeps them until the target has confirmed.
 * RabbitMQ demands `reject-publish` for that (manual, 'Quorum Queues', at-least-once dead lettering).
 */
function deadLetterTo(queue: string): QueueArguments {
  return {
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': queue,
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
  };
}

/**
 * Where a queue drops its oldest, RabbitMQ offers at-most-once only: what is dropped, or delivered
 * too often, can be seen among the dead letters, but may be lost on its way there.
 */
function deadLetterAtMostOnceTo(queue: string): QueueArguments {
  return {
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': queue,
    'x-dead-letter-strategy': 'at-most-once',
    'x-overflow': 'drop-head',
  };
}

export function queueArguments(queue: QueueDeclaration, names: ResourceNames): QueueArguments {
  const deadLetters = names.deadLetters(queue.name);
  return {
    ...QUORUM,
    'x-max-length': maxLengthOf(queue),
    'x-delivery-limit': DELIVERY_LIMIT,
    ...(dropsOldest(queue) ? deadLetterAtMostOnceTo(deadLetters) : deadLetterTo(deadLetters)),
  };
}

/**
 * No limits: a dead letter must always find its place. As RabbitMQ 4 has a delivery limit of 20 by
 * default, and drops what exceeds it, ours is one that nobody reaches. Only behind a queue that
 * drops its oldest is there a limit, as otherwise nothing would bound what it drops.
 */
export function deadLetterQueueArguments(queue: QueueDeclaration): QueueArguments {
  return {
    ...QUORUM,
    'x-delivery-limit': 1_000_000_000,
    ...(dropsOldest(queue)
      ? { 'x-max-length': maxLengthOf(queue), 'x-overflow': 'drop-head' }
      : { 'x-overflow': 'reject-publish' }),
  };
}

export function delayQueueArguments(
  queue: string,
  tier: DelayTier,
  names: ResourceNames,
): QueueArguments {
  return { ...QUORUM, 'x-message-ttl': tier.maxDelayMs, ...deadLetterTo(names.of(queue)) };
}

function dropsOldest({ overflow }: QueueDeclaration): boolean {
  return overflow === 'drop-head';
}

/** Messages that the queue takes at most. */
export function maxLengthOf({ maxLength = DEFAULT_MAX_LENGTH }: QueueDeclaration): number {
  return maxLength;
}
