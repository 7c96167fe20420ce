import type { InMemoryTopology } from '@app/testing';
import { kafkaTopology, rabbitMqTopology, redisStreamsTopology } from '@app/topology';

/** Declares in memory what the real brokers would be asked to create. */
export function declareTopology(memory: InMemoryTopology): void {
  for (const { name } of kafkaTopology.topics) memory.declareStream(name);
  for (const { name } of redisStreamsTopology.streams) memory.declareStream(name);
  for (const { name, type } of rabbitMqTopology.exchanges) memory.declareExchange(name, type);
  for (const { name, bindings = [] } of rabbitMqTopology.queues) {
    memory.declareQueue(name);
    for (const { exchange, pattern } of bindings) memory.bind(exchange, name, pattern);
  }
}
