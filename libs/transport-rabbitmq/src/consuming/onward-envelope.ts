import type { MessageProperties } from 'amqplib';
import { Logger } from '@nestjs/common';
import { DEAD_LETTER_HEADER, toDeadLetter } from '@app/dlq';
import { retryHeaders, withoutRetryHeaders, type Delivery, type Settlement } from '@app/messaging';
import { envelope, type Envelope } from '../publishing/envelope.js';
import { fitTable } from '../publishing/fit-table.js';
import { delayTierFor, MAX_DELAY_MS } from '../topology/delay-tiers.js';
import type { ResourceNames } from '../topology/resource-names.js';
import { carriedProperties } from './carried-properties.js';

type Retry = Extract<Settlement, { kind: 'retry' }>;
type DeadLettering = Extract<Settlement, { kind: 'dead-letter' }>;

const logger = new Logger('RabbitMqTransport');

/** The same message for its delay queue, from where it comes back to its own. */
export function retryEnvelope(
  delivery: Delivery,
  properties: MessageProperties,
  settlement: Retry,
  names: ResourceNames,
  now: Date,
): Envelope {
  const { attempt, firstFailedAt, source } = delivery;
  const state = settlement.costsAttempt
    ? { attempt: attempt + 1, firstFailedAt: firstFailedAt ?? now }
    : { attempt, firstFailedAt };
  const delayMs = Math.min(Math.max(Math.ceil(settlement.delayMs), 1), MAX_DELAY_MS);
  const headers = new Map([...withoutRetryHeaders(delivery.headers), ...retryHeaders(state)]);
  const messageId: unknown = properties.messageId;
  return envelope(
    toQueue(names.delay(source.name, delayTierFor(delayMs))),
    { body: delivery.body, headers, id: typeof messageId === 'string' ? messageId : undefined },
    { ...carriedProperties(properties), expiration: delayMs },
  );
}

/** The dead letter of a message for its dead-letter queue. It always fits. */
export function deadLetterEnvelope(
  delivery: Delivery,
  properties: MessageProperties,
  settlement: DeadLettering,
  names: ResourceNames,
  now: Date,
): Envelope {
  const deadLetter = toDeadLetter(delivery, settlement, now);
  const { kept, dropped } = fitTable(deadLetter.headers, DEAD_LETTER_HEADER);
  if (dropped.length > 0) {
    logger.warn({
      msg: `Dead letter ${deadLetter.id} goes without headers that AMQP can't carry beside it`,
      dropped: dropped.slice(0, 20),
    });
  }
  return envelope(
    toQueue(names.deadLetters(delivery.source.name)),
    { ...deadLetter, headers: kept },
    carriedProperties(properties),
  );
}

function toQueue(queue: string): Envelope['route'] {
  return { exchange: '', routingKey: queue, mandatory: true };
}
