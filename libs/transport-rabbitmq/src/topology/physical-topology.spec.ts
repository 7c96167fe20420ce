import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, UnknownDestinationError } from '@app/messaging';
import { PhysicalTopology } from './physical-topology.js';

const topology = {
  exchanges: [
    { name: 'direct', type: 'direct' },
    { name: 'topic', type: 'topic' },
    { name: 'fanout', type: 'fanout' },
  ],
  queues: [{ name: 'work' }],
} as const;

const to = (name: string) => ({ broker: 'rabbitmq', name });

describe('PhysicalTopology', () => {
  it.each([
    ['direct', { exchange: 'test.direct', routingKey: 'order.placed.v1', mandatory: true }],
    ['topic', { exchange: 'test.topic', routingKey: 'order.placed.v1', mandatory: false }],
    ['fanout', { exchange: 'test.fanout', routingKey: 'order.placed.v1', mandatory: false }],
    ['work', { exchange: '', routingKey: 'test.work', mandatory: true }],
  ])('routes to %s', (name, route) => {
    const physical = new PhysicalTopology(topology, 'test.');

    expect(physical.route(to(name), 'order.placed.v1')).toEqual(route);
  });

  it('knows no other destinations, dead-letter queues included', () => {
    const physical = new PhysicalTopology(topology, '');

    expect(() => physical.route(to('work.dlq'), 'x')).toThrow(UnknownDestinationError);
  });

  it.each([
    ['twice', { exchanges: [{ name: 'a', type: 'topic' }], queues: [{ name: 'a' }] } as const],
    ['lacks', { exchanges: [], queues: [{ name: 'a', bindings: [{ exchange: 'b' }] }] } as const],
  ])('refuses a topology that contradicts itself: %s', (word, contradictory) => {
    const create = () => new PhysicalTopology(contradictory, '');

    expect(create).toThrow(ConfigurationError);
    expect(create).toThrow(word);
  });
});
