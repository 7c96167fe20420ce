import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createEvent } from './create-event.js';
import { decodeEvent } from './decode-event.js';
import { defineEvent } from './define-event.js';
import { encodeEvent } from './encode-event.js';
import { EventValidationError } from './event-validation.error.js';
import { idempotencyKey } from './idempotency-key.js';

const PaymentRequested = defineEvent({
  name: 'payment.requested',
  version: 2,
  schema: z.object({ orderId: z.string(), customerId: z.string(), amountCents: z.int() }),
  subject: (payment) => payment.orderId,
  key: (payment) => payment.customerId,
  idempotencyKey: (payment) => idempotencyKey('order', payment.orderId, 'charge'),
});
const payment = { orderId: 'o-1', customerId: 'c-1', amountCents: 4_200 };
const origin = { source: '/kafka-consumer', time: new Date('2026-01-02T03:04:05.678Z') };

describe('createEvent', () => {
  it('fills the attributes from definition, payload and origin', () => {
    const event = createEvent(PaymentRequested, payment, {
      ...origin,
      correlationId: 'story',
      causationId: 'cause',
    });

    expect(event).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      type: 'payment.requested.v2',
      source: '/kafka-consumer',
      subject: 'o-1',
      time: '2026-01-02T03:04:05.678Z',
      datacontenttype: 'application/json',
      dataschema: 'urn:event-schema:payment.requested.v2',
      partitionkey: 'c-1',
      correlationid: 'story',
      causationid: 'cause',
      idempotencykey: idempotencyKey('order', 'o-1', 'charge'),
      data: payment,
    });
  });

  it('starts a story of its own where none is given', () => {
    const event = createEvent(PaymentRequested, payment, origin);

    expect(event.correlationid).toBe(event.id);
    expect(event).not.toHaveProperty('causationid');
  });

  it('orders by the subject where the definition names no key', () => {
    const OrderSeen = defineEvent({
      name: 'order.seen',
      version: 1,
      schema: z.object({ orderId: z.string() }),
      subject: (order) => order.orderId,
    });

    const event = createEvent(OrderSeen, { orderId: 'o-1' }, origin);

    expect(event.partitionkey).toBe('o-1');
  });

  it('refuses a payload that does not fit, naming the field', () => {
    const wrong = { ...payment, amountCents: 0.5 };
    const create = () => createEvent(PaymentRequested, wrong, origin);

    expect(create).toThrow(EventValidationError);
    expect(create).toThrow(/payment\.requested\.v2.*amountCents/);
  });

  it.each(['', 'x'.repeat(257)])('refuses a key that no consumer would accept', (customerId) => {
    const create = () => createEvent(PaymentRequested, { ...payment, customerId }, origin);

    expect(create).toThrow(EventValidationError);
  });

  it('is what a consumer decodes', () => {
    const event = createEvent(PaymentRequested, { ...payment, orderId: 'Köln-🚢' }, origin);

    const { body, headers } = encodeEvent(event);

    expect(decodeEvent(body, headers)).toEqual(event);
  });
});

describe('idempotencyKey', () => {
  it('is the same for the same deed and another for any other', () => {
    expect(idempotencyKey('order', '1', 'charge')).toBe(idempotencyKey('order', '1', 'charge'));
    expect(idempotencyKey('order', '1', 'charge')).not.toBe(idempotencyKey('order', '1c', 'harge'));
  });
});
