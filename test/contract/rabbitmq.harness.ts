import { connect } from 'amqplib';
import type { BrokerFeatures, BrokerHarness, ContractBroker } from './broker-harness.js';
import { RabbitMqContractChannel } from './rabbitmq.channel.js';
import type { RabbitMqTopology } from '@app/transport-rabbitmq';

const HEARTBEAT_SECONDS = 1;
const PUBLISH_TIMEOUT_MS = 2_000;

const features: BrokerFeatures = {
  // A queue's order ends where a message is retried: it comes back behind the others.
  ordersByKey: false,
  binaryHeaders: true,
  reportsUnroutable: true,
  reachedByOtherProcesses: true,
  // Two heartbeats missed.
  ownershipTimeoutMs: 2 * HEARTBEAT_SECONDS * 1_000,
  publishDeadlineMs: PUBLISH_TIMEOUT_MS,
};

export interface RabbitMqHarness extends BrokerHarness {
  openChannel(topology?: RabbitMqTopology): Promise<RabbitMqContractChannel>;
}

/** A real RabbitMQ, at `RABBITMQ_URL`. */
export async function startRabbitMqHarness(): Promise<RabbitMqHarness> {
  const url = new URL(process.env['RABBITMQ_URL'] ?? 'amqp://guest:guest@127.0.0.1:5672');
  const raw = await connect(url.href);
  const options = {
    url,
    raw,
    publishTimeoutMs: PUBLISH_TIMEOUT_MS,
    heartbeatSeconds: HEARTBEAT_SECONDS,
  };
  return {
    openChannel: (topology) => RabbitMqContractChannel.open(options, topology),
    close: () => raw.close(),
  };
}

export const rabbitMqBroker: ContractBroker = {
  name: 'rabbitmq',
  features,
  start: startRabbitMqHarness,
};
