import { Kafka, logLevel } from 'kafkajs';
import type { BrokerFeatures, BrokerHarness, ContractBroker } from './broker-harness.js';
import { KafkaContractChannel } from './kafka.channel.js';

/** The shortest session that a broker takes by default (`group.min.session.timeout.ms`). */
const SESSION_TIMEOUT_MS = 6_000;
const DELIVERY_TIMEOUT_MS = 5_000;

const features: BrokerFeatures = {
  ordersByKey: true,
  binaryHeaders: true,
  reportsUnroutable: false,
  reachedByOtherProcesses: true,
  ownershipTimeoutMs: SESSION_TIMEOUT_MS,
  publishDeadlineMs: DELIVERY_TIMEOUT_MS,
};

/** Kafka at `KAFKA_BROKERS`, with raw kafkajs clients beside the transport. */
export const kafkaBroker: ContractBroker = { name: 'kafka', features, start: startKafkaHarness };

async function startKafkaHarness(): Promise<BrokerHarness> {
  const broker = process.env['KAFKA_BROKERS'] ?? '127.0.0.1:9092';
  const raw = new Kafka({ brokers: [broker], clientId: 'contract', logLevel: logLevel.NOTHING });
  const admin = raw.admin();
  const producer = raw.producer();
  await Promise.all([admin.connect(), producer.connect()]);
  const options = {
    broker,
    raw,
    admin,
    producer,
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    deliveryTimeoutMs: DELIVERY_TIMEOUT_MS,
  };
  return {
    openChannel: () => KafkaContractChannel.open(options),
    close: async () => {
      await Promise.all([admin.disconnect(), producer.disconnect()]);
    },
  };
}
