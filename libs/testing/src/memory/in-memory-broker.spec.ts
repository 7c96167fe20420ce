import { beforeEach, describe, expect, it } from '@jest/globals';
import type { OutboundMessage } from '@app/messaging';
import { ManualClock } from '../time/manual.clock.js';
import { InMemoryBroker } from './in-memory-broker.js';

const to = (name: string) => ({ broker: 'any', name });

function message(type: string, key = 'k', body: Buffer = Buffer.from(type)): OutboundMessage {
  return { id: type, type, key, body, headers: new Map() };
}

describe('InMemoryBroker', () => {
  let broker: InMemoryBroker;

  beforeEach(() => {
    broker = new InMemoryBroker(new ManualClock());
    broker.topology
      .declareQueue('payments')
      .declareQueue('audit')
      .declareExchange('direct', 'direct')
      .declareExchange('topic', 'topic')
      .declareExchange('fanout', 'fanout')
      .bind('direct', 'payments', 'payment.requested.v1')
      .bind('topic', 'audit', 'payment.#')
      .bind('topic', 'audit', '#.v1')
      .bind('fanout', 'payments')
      .bind('fanout', 'audit');
  });

  const bodies = (queue: string) => broker.storedIn(queue).map((it) => it.body.toString());

  it('routes by exchange: exact type, pattern, everyone; each queue once', () => {
    broker.publish(to('direct'), message('payment.requested.v1'));
    broker.publish(to('topic'), message('payment.captured.v1'));
    broker.publish(to('fanout'), message('customer.notified.v1'));
    broker.publish(to('payments'), message('sent.to.the.queue'));

    expect(bodies('payments')).toEqual([
      'payment.requested.v1',
      'customer.notified.v1',
      'sent.to.the.queue',
    ]);
    expect(bodies('audit')).toEqual(['payment.captured.v1', 'customer.notified.v1']);
  });

  it('tells that a direct exchange has no queue, and lets a topic have no subscriber', () => {
    expect(() => broker.publish(to('direct'), message('other.v1'))).toThrow(/Bind one/);
    expect(() => broker.publish(to('topic'), message('other.v2'))).not.toThrow();
  });

  it('keeps its own copy of the bytes', () => {
    const body = Buffer.from('as sent');
    broker.publish(to('payments'), message('x', 'k', body));

    body.fill('!');

    expect(bodies('payments')).toEqual(['as sent']);
  });

  it('refuses two declarations of one name, and bindings of what is not there', () => {
    expect(() => broker.topology.declareStream('audit')).toThrow(/declared twice/);
    expect(() => broker.topology.bind('nowhere', 'audit')).toThrow(/Declare both/);
  });
});
