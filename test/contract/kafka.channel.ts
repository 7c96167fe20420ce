import { randomUUID } from 'node:crypto';
import { ConfigResourceTypes, type Admin, type Kafka, type Producer } from 'kafkajs';
import type { Channel, Environment } from '@app/messaging';
import { TcpProxy } from '@app/testing';
import { createTopic, deadLetterTopicName, kafka, type KafkaTopology } from '@app/transport-kafka';
import type { ContractChannel, RawMessage } from './broker-harness.js';
import { KafkaRawTopic } from './kafka.raw-topic.js';

const PARTITIONS = 2;
const MAX_MESSAGE_BYTES = 256 * 1024;
/** What the transport keeps free of that for a dead letter's metadata. */
const HEADROOM_BYTES = 64 * 1024;
/** The first number of a request, after its length (Kafka protocol, 'Produce API (Key: 0)'). */
const PRODUCE_API_KEY = 0;

export interface KafkaChannelOptions {
  readonly broker: string;
  /** Raw clients on connections of their own. */
  readonly raw: Kafka;
  readonly admin: Admin;
  readonly producer: Producer;
  readonly sessionTimeoutMs: number;
  readonly deliveryTimeoutMs: number;
}

/** A topic of its own behind a network of its own. */
export class KafkaContractChannel implements ContractChannel {
  readonly channel: Channel = { broker: 'kafka', name: 'facts', kind: 'stream' };
  readonly destination = { broker: 'kafka', name: 'facts' };
  readonly maxBodyBytes = MAX_MESSAGE_BYTES - HEADROOM_BYTES;
  private readonly declared: KafkaTopology = {
    topics: [{ name: 'facts', partitions: PARTITIONS, maxMessageBytes: MAX_MESSAGE_BYTES }],
  };
  private readonly prefix = `contract-${randomUUID().slice(0, 8)}.`;
  private readonly topic: KafkaRawTopic;
  private readonly deadLetterTopic: KafkaRawTopic;
  /** Keys in the order of their first message: neighbours lie in different partitions. */
  private readonly keys: string[] = [];

  private constructor(
    private readonly options: KafkaChannelOptions,
    private readonly proxy: TcpProxy,
  ) {
    const { raw, admin } = options;
    const physicalName = `${this.prefix}${this.channel.name}`;
    this.topic = new KafkaRawTopic(raw, admin, physicalName);
    this.deadLetterTopic = new KafkaRawTopic(raw, admin, deadLetterTopicName(physicalName));
  }

  static async open(options: KafkaChannelOptions): Promise<KafkaContractChannel> {
    const [host = '', port] = options.broker.split(':');
    const proxy = await TcpProxy.open({ host, port: Number(port) });
    const channel = new KafkaContractChannel(options, proxy);
    await channel.create(channel.topic.name, MAX_MESSAGE_BYTES);
    return channel;
  }

  get adapter() {
    const { host, port } = this.proxy;
    return kafka(this.declared, { dial: () => ({ host, port }) });
  }

  get topology(): string {
    return JSON.stringify(this.declared);
  }

  get environment(): Environment {
    return {
      KAFKA_BROKERS: this.options.broker,
      RESOURCE_PREFIX: this.prefix,
      KAFKA_REPLICATION_FACTOR: '1',
      KAFKA_MIN_INSYNC_REPLICAS: '1',
      KAFKA_SESSION_TIMEOUT_MS: String(this.options.sessionTimeoutMs),
      KAFKA_DELIVERY_TIMEOUT_MS: String(this.options.deliveryTimeoutMs),
    };
  }

  async sendRaw({
    body,
    headers = new Map(),
    key = randomUUID(),
  }: Parameters<ContractChannel['sendRaw']>[0]): Promise<void> {
    if (!this.keys.includes(key)) this.keys.push(key);
    const partition = this.keys.indexOf(key) % PARTITIONS;
    const message = { key, value: body, headers: Object.fromEntries(headers), partition };
    await this.options.producer.send({ topic: this.topic.name, messages: [message] });
  }

  async deadLetters(): Promise<RawMessage[]> {
    return await this.deadLetterTopic.read();
  }

  async unsettled(): Promise<number> {
    const committed = await this.committed();
    const offsets = await this.options.admin.fetchTopicOffsets(this.topic.name);
    return offsets.reduce(
      (sum, { partition, high }) => sum + Number(high) - (committed.get(partition) ?? 0),
      0,
    );
  }

  async stored(): Promise<RawMessage[]> {
    const committed = await this.committed();
    const records = await this.topic.read();
    return records.filter(({ partition, offset }) => offset >= (committed.get(partition) ?? 0));
  }

  async refuseDeadLetters(): Promise<void> {
    await this.limitDeadLetters(1);
  }

  async allowDeadLetters(): Promise<void> {
    await this.limitDeadLetters(4 * MAX_MESSAGE_BYTES);
  }

  async disconnect(): Promise<void> {
    this.proxy.disconnect();
  }

  async reconnect(): Promise<void> {
    this.proxy.reconnect();
  }

  cutNextPublishAnswer(): Promise<void> {
    return this.proxy.cutNextAnswer(
      (bytes) => bytes.length > 6 && bytes.readInt16BE(4) === PRODUCE_API_KEY,
    );
  }

  async close(): Promise<void> {
    await this.proxy.close();
    await Promise.all([this.topic.close(), this.deadLetterTopic.close()]);
  }

  /** By the one group that reads the channel. */
  private async committed(): Promise<Map<number, number>> {
    const { admin } = this.options;
    const { groups } = await admin.listGroups();
    const group = groups.find(({ groupId }) => groupId.startsWith(this.prefix));
    if (!group) return new Map();
    const [offsets] = await admin.fetchOffsets({
      groupId: group.groupId,
      topics: [this.topic.name],
    });
    return new Map(
      offsets?.partitions.map(({ partition, offset }) => [partition, Math.max(0, Number(offset))]),
    );
  }

  private async limitDeadLetters(maxMessageBytes: number): Promise<void> {
    const { name } = this.deadLetterTopic;
    const entry = { name: 'max.message.bytes', value: String(maxMessageBytes) };
    await this.create(name, maxMessageBytes);
    await this.options.admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name, configEntries: [entry] }],
    });
  }

  /** Does nothing where the topic exists. */
  private async create(topic: string, maxMessageBytes: number): Promise<void> {
    const configEntries = [
      { name: 'max.message.bytes', value: String(maxMessageBytes) },
      // As our topics have it: what can be read for longer than an inbox remembers is refused.
      { name: 'segment.ms', value: String(12 * 3_600_000) },
    ];
    const config = { topic, numPartitions: PARTITIONS, replicationFactor: 1, configEntries };
    await createTopic(this.options.admin, config);
  }
}
