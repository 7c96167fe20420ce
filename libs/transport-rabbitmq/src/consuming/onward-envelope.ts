import type { MessageProperties } from 'amqplib';
import { Logger } from '@nestjs/common';
import { DEAD_LETTER_HEADER, toDeadLetter } from '@app/dlq';
import type { MessageHeaders } from '@app/events';
import {
  afterFailure,
  retryHeaders,
  withoutRetryHeaders,
  type Delivery,
  type OutboundMessage,
  type Settlement,
} from '@app/messaging';
import { isShortText } from '../codec/amqp-short-text.js';
import { envelope, type Envelope } from '../publishing/envelope.js';
import { fitTable } from '../publishing/fit-table.js';
import { delayTierFor, MAX_DELAY_MS } from '../topology/delay-tiers.js';
import type { ResourceNames } from '../topology/resource-names.js';
import { carriedProperties } from './carried-properties.js';

type Retry = Extract<Settlement, { kind: 'retry' }>;
type DeadLettering = Extract<Settlement, { kind: 'dead-letter' }>;

const logger = new Logger('RabbitMqTransport');

/** The same message for its delay queue, from where it comes back to its own. It always fits. */
export function retryEnvelope(
  delivery: Delivery,
  properties: MessageProperties,
  settlement: Retry,
  names: ResourceNames,
  now: Date,
): Envelope {
  const { source } = delivery;
  const state = settlement.costsAttempt ? afterFailure(delivery, now) : delivery;
  const delayMs = Math.min(Math.max(Math.ceil(settlement.delayMs), 1), MAX_DELAY_MS);
  const ours = retryHeaders(state);
  const headers = new Map([...withoutRetryHeaders(delivery.headers), ...ours]);
  const messageId: unknown = properties.messageId;
  return envelope(
    toQueue(names.delay(source.name, delayTierFor(delayMs))),
    {
      body: delivery.body,
      headers: fit(headers, [...ours.keys()], `A retry of ${source.name}`),
      id: isShortText(messageId) ? messageId : undefined,
    },
    { ...carriedProperties(properties), expiration: delayMs },
  );
}

/**
 * The dead letter of a message for its dead-letter queue, with all that fits. It always does; the
 * second, which has nothing but the body and what explains it, is for what we didn't think of.
 */
export function deadLetterEnvelopes(
  delivery: Delivery,
  properties: MessageProperties,
  settlement: DeadLettering,
  names: ResourceNames,
  now: Date,
): [Envelope, Envelope] {
  const deadLetter = toDeadLetter(delivery, settlement, now);
  const headers = fit(deadLetter.headers, [DEAD_LETTER_HEADER], `Dead letter ${deadLetter.id}`);
  const route = toQueue(names.deadLetters(delivery.source.name));
  return [
    envelope(route, { ...deadLetter, headers }, carriedProperties(properties)),
    envelope(route, bare(deadLetter)),
  ];
}

function bare(deadLetter: OutboundMessage): OutboundMessage {
  const explanation = [...deadLetter.headers].filter(([name]) => name === DEAD_LETTER_HEADER);
  return { ...deadLetter, headers: new Map(explanation) };
}

function fit(headers: MessageHeaders, keep: readonly string[], what: string): MessageHeaders {
  const { kept, dropped } = fitTable(headers, keep);
  if (dropped.length > 0) {
    logger.warn({
      msg: `${what} goes without headers that AMQP can't carry beside it`,
      dropped: dropped.slice(0, 20).map((name) => name.slice(0, 100)),
    });
  }
  return kept;
}

function toQueue(queue: string): Envelope['route'] {
  return { exchange: '', routingKey: queue, mandatory: true };
}
