import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, Partitioners, type Admin, type Consumer, type IHeaders } from 'kafkajs';
import { deadLetterOf, type SeenDeadLetter } from './dead-letter.js';

const topic = 'orders.events';
const groups = ['order-producer', 'kafka-consumer', 'task-worker'];

interface RawRecord {
  key: Buffer | null;
  value: Buffer | null;
  headers: IHeaders;
}

/** Kafka, past the transport that is under test. */
export class RawKafka {
  private readonly kafka: Kafka;

  constructor(
    brokers: string,
    private readonly prefix: string,
  ) {
    this.kafka = new Kafka({
      clientId: 'e2e',
      brokers: brokers.split(','),
      logLevel: logLevel.NOTHING,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 20 },
    });
  }

  /** Puts bytes on `orders.events`, or on its DLQ. */
  async put(
    key: string,
    body: Buffer,
    { name = topic, headers = {} }: { name?: string; headers?: Record<string, string> } = {},
  ): Promise<void> {
    await this.putAll(name, [{ key, value: body, headers }]);
  }

  /** Puts many at once. */
  async putAll(
    name: string,
    messages: { key: string; value: Buffer; headers: Record<string, string> }[],
  ): Promise<void> {
    const producer = this.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    try {
      await producer.send({
        topic: this.prefix + name,
        acks: -1,
        messages,
      });
    } finally {
      await producer.disconnect();
    }
  }

  /**
   * Writes the last records of each partition of `orders.events` again, as they are.
   * @returns the records that it has written
   */
  async repeatLast(recordsPerPartition: number, times: number): Promise<readonly RawRecord[]> {
    const name = this.prefix + topic;
    const ends = await this.withAdmin((admin) => admin.fetchTopicOffsets(name));
    const groupId = `${this.prefix}e2e-${randomUUID()}`;
    const consumer = this.kafka.consumer({ groupId });
    const found: RawRecord[] = [];
    const missing = new Set(ends.filter(({ high, low }) => high !== low).map((it) => it.partition));
    await consumer.connect();
    await consumer.subscribe({ topic: name, fromBeginning: true });
    const read = new Promise<void>((resolve, reject) => {
      if (missing.size === 0) resolve();
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        if (!payload.restart) reject(payload.error);
      });
      void consumer.run({
        eachMessage: ({ partition, message }) => {
          const high = Number(ends.find((it) => it.partition === partition)?.high);
          const offset = Number(message.offset);
          if (offset < high && offset >= high - recordsPerPartition) {
            found.push({ key: message.key, value: message.value, headers: message.headers ?? {} });
          }
          if (offset >= high - 1) missing.delete(partition);
          if (missing.size === 0) resolve();
          return Promise.resolve();
        },
      });
    });
    try {
      await read;
    } finally {
      await consumer.disconnect();
    }
    await this.withAdmin((admin) => admin.deleteGroups([groupId]));
    const producer = this.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    for (let time = 0; time < times; time++) {
      await producer.send({ topic: name, acks: -1, messages: found });
    }
    await producer.disconnect();
    return Array.from({ length: times }, () => found).flat();
  }

  /** How many dead letters `orders.events` has. */
  deadLetterCount(): Promise<number> {
    return this.withAdmin(async (admin) => {
      const offsets = await admin.fetchTopicOffsets(`${this.prefix}${topic}.dlq`);
      return offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
    });
  }

  /** Messages of `orders.events` that a consumer group has not committed. */
  uncommitted(): Promise<number> {
    return this.withAdmin(async (admin) => {
      const name = this.prefix + topic;
      const ends = await admin.fetchTopicOffsets(name);
      let sum = 0;
      for (const group of groups) {
        const [committed] = await admin.fetchOffsets({
          groupId: this.prefix + group,
          topics: [name],
        });
        for (const { partition, high } of ends) {
          const own = committed?.partitions.find((it) => it.partition === partition);
          sum += Number(high) - Math.max(0, Number(own?.offset ?? 0));
        }
      }
      return sum;
    });
  }

  /** The dead letters as they come, from the first one on. */
  async watchDeadLetters(): Promise<{ seen: SeenDeadLetter[]; close(): Promise<void> }> {
    const seen: SeenDeadLetter[] = [];
    const groupId = `${this.prefix}e2e-${randomUUID()}`;
    const consumer: Consumer = this.kafka.consumer({ groupId });
    await consumer.connect();
    await consumer.subscribe({ topic: `${this.prefix}${topic}.dlq`, fromBeginning: true });
    await consumer.run({
      eachMessage: ({ message }) => {
        seen.push(deadLetterOf(message.value, message.headers?.['dead-letter']));
        return Promise.resolve();
      },
    });
    const close = async (): Promise<void> => {
      await consumer.disconnect();
      await this.withAdmin((admin) => admin.deleteGroups([groupId]));
    };
    return { seen, close };
  }

  async deleteAll(): Promise<void> {
    await this.withAdmin(async (admin) => {
      const ours = (name: string) => name.startsWith(this.prefix);
      await admin.deleteTopics({ topics: (await admin.listTopics()).filter(ours) });
      const known = (await admin.listGroups()).groups.map(({ groupId }) => groupId).filter(ours);
      const { groups: described } = await admin.describeGroups(known);
      // The broker keeps the group of an app that was killed until its session is over.
      const deletable = described.filter(({ state }) => state === 'Empty');
      if (deletable.length > 0) await admin.deleteGroups(deletable.map(({ groupId }) => groupId));
    });
  }

  private async withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }
}
