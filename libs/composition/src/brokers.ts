import { ConfigurationError, type BrokerAdapter } from '@app/messaging';
import {
  bullMqTopology,
  kafkaTopology,
  rabbitMqTopology,
  redisStreamsTopology,
  sqsTopology,
} from '@app/topology';

/**
 * The brokers of the system. A new one is a transport, its topology, and a line here. Only the apps
 * that use a broker load its client, which costs memory and time at every start. Paths, since the
 * compiler leaves aliases in dynamic imports as they are.
 */
const brokers: Readonly<Record<string, () => Promise<BrokerAdapter>>> = {
  kafka: async () => (await import('../../transport-kafka/src/index.js')).kafka(kafkaTopology),
  rabbitmq: async () =>
    (await import('../../transport-rabbitmq/src/index.js')).rabbitMq(rabbitMqTopology),
  sqs: async () => (await import('../../transport-sqs/src/index.js')).sqs(sqsTopology),
  bullmq: async () => (await import('../../transport-bullmq/src/index.js')).bullMq(bullMqTopology),
  'redis-streams': async () =>
    (await import('../../transport-redis-streams/src/index.js')).redisStreams(redisStreamsTopology),
};

/** @throws ConfigurationError for a broker that the system doesn't have */
export function loadBrokers(names: Iterable<string>): Promise<BrokerAdapter[]> {
  return Promise.all([...names].map(loadBroker));
}

async function loadBroker(name: string): Promise<BrokerAdapter> {
  const load = brokers[name];
  if (load) return load();
  throw new ConfigurationError(
    `A channel or route names the broker '${name}', which the system doesn't have. Add a line for ` +
      'it to libs/composition/src/brokers.ts, or correct the name in libs/topology.',
  );
}
