import { Inject, Injectable } from '@nestjs/common';
import { ConfigurationError, UnknownDestinationError } from '@app/messaging';
import { KAFKA } from '../broker.js';
import { deadLetterTopic, deadLettersOf } from './dead-letter-topic.js';
import { TOPIC_DEFAULTS, type KafkaTopic } from './kafka-topology.js';
import { KAFKA_OPTIONS, type KafkaTransportOptions } from '../kafka.module-definition.js';

/** Room that a dead letter's metadata takes beside the body. */
const HEADROOM_BYTES = 64 * 1024;

/** The topics that an app knows: the declared ones, and the DLQs of those that it reads. */
@Injectable()
export class Topics {
  private readonly byName: ReadonlyMap<string, KafkaTopic>;

  /** @throws ConfigurationError when the app reads a topic that nobody declared */
  constructor(@Inject(KAFKA_OPTIONS) { topology, consumes }: KafkaTransportOptions) {
    const declared = new Map(topology.topics.map((topic) => [topic.name, topic]));
    const byDeadLetters = new Map(
      topology.topics.map((topic) => [deadLettersOf(topic), topic] as const),
    );
    const deadLetters = consumes.map(({ channel }) => {
      const topic = declared.get(channel.name) ?? byDeadLetters.get(channel.name);
      const owner = topic && (declared.get(topic.deadLettersWith ?? topic.name) ?? topic);
      if (owner) return deadLetterTopic(owner);
      throw new ConfigurationError(
        `The app reads Kafka topic ${channel.name}, which the topology doesn't declare. Add it there.`,
      );
    });
    this.byName = new Map([...deadLetters.map((it) => [it.name, it] as const), ...declared]);
  }

  all(): KafkaTopic[] {
    return [...this.byName.values()];
  }

  /** @throws UnknownDestinationError */
  get(name: string): KafkaTopic {
    const topic = this.byName.get(name);
    if (!topic) throw UnknownDestinationError.of({ broker: KAFKA, name });
    return topic;
  }

  /** @throws UnknownDestinationError */
  deadLettersOf(name: string): string {
    return deadLettersOf(this.get(name));
  }

  maxMessageBytes(name: string): number {
    return this.get(name).maxMessageBytes ?? TOPIC_DEFAULTS.maxMessageBytes;
  }

  /** The largest body that still leaves room for a dead letter's metadata. */
  maxBodyBytes(name: string): number {
    return Math.max(0, this.maxMessageBytes(name) - HEADROOM_BYTES);
  }
}
