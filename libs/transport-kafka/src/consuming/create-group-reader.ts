import { ConcurrencyLimit, consumerName } from '@app/messaging';
import type {
  Clock,
  Consumers,
  DeliveryPipeline,
  HandlerTable,
  Subscription,
} from '@app/messaging';
import type { KafkaClient } from '../connection/kafka.client.js';
import type { KafkaTransportOptions } from '../kafka.module-definition.js';
import type { KafkaPublisher } from '../publishing/kafka.publisher.js';
import type { Topics } from '../topology/topics.js';
import { DeadLetters } from './dead-letters.js';
import { GroupReader, type TopicReading } from './group-reader.js';
import { RecordHandler } from './record-handler.js';

export interface GroupReading extends Pick<KafkaTransportOptions, 'consumes' | 'settings'> {
  readonly app: string;
  readonly client: KafkaClient;
  readonly clock: Clock;
  readonly consumers: Consumers;
  readonly handlers: HandlerTable;
  readonly pipeline: DeliveryPipeline;
  readonly publisher: KafkaPublisher;
  readonly stopping: AbortController;
  readonly topics: Topics;
}

/**
 * Puts the parts of an app's reading together: one group, and a handler for each topic.
 * @throws ConfigurationError when a handled type is not in the catalogue
 */
export function createGroupReader(reading: GroupReading): GroupReader {
  const { app, client, clock, consumes, settings, stopping } = reading;
  const prefix = settings.RESOURCE_PREFIX;
  const readings = consumes.map(
    (it) => [prefix + it.channel.name, createReading(reading, it)] as const,
  );
  const options = {
    groupId: prefix + app,
    readings: new Map(readings),
    sessionTimeoutMs: settings.KAFKA_SESSION_TIMEOUT_MS,
    stopping,
  };
  return new GroupReader(client, options, clock);
}

function createReading(reading: GroupReading, subscription: Subscription): TopicReading {
  const { app, clock, consumers, handlers, pipeline, publisher, stopping, topics } = reading;
  const { channel } = subscription;
  const maxBodyBytes = topics.maxBodyBytes(channel.name);
  const consumer = consumers.create(handlers, subscription, maxBodyBytes);
  const limit = new ConcurrencyLimit(consumer.concurrency);
  const handler = new RecordHandler({
    source: { ...channel, consumer: consumerName(app, channel) },
    consumer,
    limit,
    pipeline,
    deadLetters: new DeadLetters(publisher, clock),
    clock,
    stopping: stopping.signal,
  });
  return { handler, limit };
}
