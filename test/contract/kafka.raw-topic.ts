import { randomUUID } from 'node:crypto';
import type { Admin, Consumer, Kafka, KafkaMessage } from 'kafkajs';
import { until } from '@app/testing';
import type { RawMessage } from './broker-harness.js';

interface RawRecord extends RawMessage {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
}

/** Everything in a topic, read by a group of its own that commits nothing. */
export class KafkaRawTopic {
  private readonly records = new Map<string, RawRecord>();
  private consumer: Promise<Consumer> | undefined;

  constructor(
    private readonly raw: Kafka,
    private readonly admin: Admin,
    readonly name: string,
  ) {}

  /** What the topic holds now, oldest first; nothing where it doesn't exist yet. */
  async read(): Promise<RawRecord[]> {
    if (!(await this.admin.listTopics()).includes(this.name)) return [];
    const offsets = await this.admin.fetchTopicOffsets(this.name);
    const held = offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
    if (held > 0) this.consumer ??= this.consume();
    await until(() => this.records.size >= held, {
      what: `all of ${this.name} to be read`,
      timeoutMs: 20_000,
    });
    return [...this.records.values()].sort(
      (a, b) => a.timestamp - b.timestamp || a.partition - b.partition || a.offset - b.offset,
    );
  }

  async close(): Promise<void> {
    const consumer = await this.consumer;
    await consumer?.disconnect();
  }

  private async consume(): Promise<Consumer> {
    const consumer = this.raw.consumer({ groupId: `raw-${randomUUID()}`, maxWaitTimeInMs: 50 });
    await consumer.connect();
    await consumer.subscribe({ topic: this.name, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => this.keep(partition, message),
    });
    return consumer;
  }

  private keep(partition: number, { offset, value, headers, timestamp }: KafkaMessage): void {
    this.records.set(`${partition}/${offset}`, {
      body: value ?? Buffer.alloc(0),
      headers: new Map(Object.entries(headers ?? {}) as [string, Buffer][]),
      partition,
      offset: Number(offset),
      timestamp: Number(timestamp),
    });
  }
}
