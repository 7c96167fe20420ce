import type { InMemoryTopology } from '@app/testing';
import {
  bullMqTopology,
  deadLetterChannels,
  kafkaTopology,
  rabbitMqTopology,
  redisStreamsTopology,
  sqsTopology,
} from '@app/topology';

/** Declares in memory what the real brokers would be asked to create. */
export function declareTopology(memory: InMemoryTopology): void {
  for (const { name } of kafkaTopology.topics) memory.declareStream(name);
  for (const { name } of redisStreamsTopology.streams) memory.declareStream(name);
  for (const { name, type } of rabbitMqTopology.exchanges) memory.declareExchange(name, type);
  for (const { name, bindings = [] } of rabbitMqTopology.queues) {
    memory.declareQueue(name);
    for (const { exchange, pattern } of bindings) memory.bind(exchange, name, pattern);
  }
  for (const { name } of sqsTopology.queues) memory.declareQueue(name);
  for (const { name } of bullMqTopology.queues) memory.declareQueue(name);
  for (const { channel, of } of deadLetterChannels) {
    if (channel.kind === 'stream') memory.declareStream(channel.name);
    else memory.declareQueue(channel.name);
    memory.sendDeadLetters(of.name, channel.name);
  }
  for (const { name, deadLettersWith } of kafkaTopology.topics) {
    if (deadLettersWith !== undefined) memory.sendDeadLetters(name, `${deadLettersWith}.dlq`);
  }
}
