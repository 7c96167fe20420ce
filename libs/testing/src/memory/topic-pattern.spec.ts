import { describe, expect, it } from '@jest/globals';
import { matchesTopic } from './topic-pattern.js';

describe('matchesTopic', () => {
  it.each([
    ['order.placed.v1', 'order.placed.v1', true],
    ['order.placed.v1', 'order.placed.v2', false],
    ['order.*.v1', 'order.placed.v1', true],
    ['order.*', 'order.placed.v1', false],
    ['order.#', 'order.placed.v1', true],
    ['order.#', 'order', true],
    ['#.v1', 'order.placed.v1', true],
    ['#', 'anything.at.all', true],
    ['*.#.v1', 'v1', false],
    ['payment.#', 'order.placed.v1', false],
  ])('%s takes %s: %s', (pattern, routingKey, expected) => {
    expect(matchesTopic(pattern, routingKey)).toBe(expected);
  });
});
