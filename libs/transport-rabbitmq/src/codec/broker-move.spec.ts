import { describe, expect, it } from '@jest/globals';
import type { MessageProperties } from 'amqplib';
import { brokerMove } from './broker-move.js';

const moveOf = (headers?: object) => brokerMove({ headers } as MessageProperties);

describe('brokerMove', () => {
  it('is the latest death that RabbitMQ noted', () => {
    const time = { '!': 'timestamp', value: 1_767_225_600 };
    const deaths = [
      { reason: 'delivery_limit', queue: 'payments', count: 1, time },
      { reason: 'expired', queue: 'payments.delay', count: 3, time },
    ];

    expect(moveOf({ 'x-death': deaths })).toEqual({
      because: 'delivery_limit',
      at: new Date('2026-01-01T00:00:00Z'),
    });
  });

  it.each([
    ['no headers', undefined],
    ['none', {}],
    ['a text', { 'x-death': 'expired' }],
    ['an empty list', { 'x-death': [] }],
    ['a list of other things', { 'x-death': [7, null] }],
    ['no reason', { 'x-death': [{ queue: 'q' }] }],
    ['a reason that is no text', { 'x-death': [{ reason: { a: 1 } }] }],
  ])('is unknown where a sender wrote %s', (_, headers) => {
    expect(moveOf(headers)).toBeUndefined();
  });

  it('does without a time that is none', () => {
    const death = { reason: 'expired', time: { value: 'yesterday' } };

    expect(moveOf({ 'x-death': [death] })).toEqual({ because: 'expired' });
  });
});
