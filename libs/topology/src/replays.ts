import type { Channel, Destination, Subscription } from '@app/messaging';
import { bullMqTopology } from './bullmq.topology.js';
import { kafkaTopology } from './kafka.topology.js';
import { replaysOf } from './replay-channels.js';
import { rabbitMqTopology } from './rabbitmq.topology.js';
import { redisStreamsTopology } from './redis-streams.topology.js';
import { sqsTopology } from './sqs.topology.js';

/** Where a message failed, as far as it is known. */
export interface FailedSource extends Destination {
  readonly consumer?: string | undefined;
}

export interface ReplayRoute {
  readonly destination: Destination;
  /** The consumer that the message must name, where others read the destination, too. */
  readonly for?: string;
}

const queues = new Set(
  [
    ...rabbitMqTopology.queues.map(({ name }) => ['rabbitmq', name]),
    ...sqsTopology.queues.map(({ name }) => ['sqs', name]),
    ...bullMqTopology.queues.map(({ name }) => ['bullmq', name]),
  ].map(([broker, name]) => `${broker}/${name}`),
);
const topics = new Set(kafkaTopology.topics.map(({ name }) => name));
const streams = new Set(redisStreamsTopology.streams.map(({ name }) => name));

/**
 * Where a message goes so that the consumer that failed gets it again, and nobody else.
 * @returns undefined where that consumer can't be reached: the topology has no such place any more
 */
export function replayRoute({ broker, name, consumer }: FailedSource): ReplayRoute | undefined {
  if (queues.has(`${broker}/${name}`)) return { destination: { broker, name } };
  if (consumer === undefined) return undefined;
  if (broker === 'kafka') {
    const topic = [replaysOf({ broker, name, kind: 'stream' }, consumer).name, name].find(
      (it) => topics.has(it) && it.endsWith(`.replay.${consumer}`),
    );
    return topic === undefined ? undefined : { destination: { broker, name: topic } };
  }
  if (broker === 'redis-streams' && streams.has(name)) {
    return { destination: { broker, name }, for: consumer };
  }
  return undefined;
}

/** That an app reads a Kafka topic, and what is replayed of it for this app alone. */
export function withReplays(channel: Channel, app: string): Subscription[] {
  return [{ channel }, { channel: replaysOf(channel, app), handledAs: channel }];
}
