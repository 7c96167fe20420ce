import { randomBytes } from 'node:crypto';
import { stackAddresses } from './addresses.js';
import { Books } from './books.js';
import { RawBullMq } from './raw-bullmq.js';
import { RawKafka } from './raw-kafka.js';
import { RawLeases } from './raw-leases.js';
import { RawRabbitMq } from './raw-rabbitmq.js';
import { RawSqs } from './raw-sqs.js';
import { RawRedis } from './raw-redis.js';

/** What one suite has on the stack, under a prefix of its own. */
export interface TestResources {
  /** Addresses of the stack, and `RESOURCE_PREFIX`. */
  readonly environment: Record<string, string>;
  /** Before the name of everything that the suite makes on the servers. */
  readonly prefix: string;
  readonly books: Books;
  readonly kafka: RawKafka;
  readonly rabbitMq: RawRabbitMq;
  readonly sqs: RawSqs;
  readonly bullMq: RawBullMq;
  readonly redis: RawRedis;
  /** Deletes everything under the prefix, and closes all connections. */
  deleteAll(): Promise<void>;
}

/** @param suite short, since it is part of every name on the servers */
export async function openTestResources(suite: string): Promise<TestResources> {
  const addresses = stackAddresses();
  const ofRun = process.env['RESOURCE_PREFIX'] ?? '';
  const prefix = `${ofRun}${suite}${randomBytes(3).toString('hex')}_`;
  const books = new Books(addresses['DATABASE_URL']!, prefix);
  const leases = new RawLeases(addresses['IDEMPOTENCY_REDIS_URL']!, prefix);
  const kafka = new RawKafka(addresses['KAFKA_BROKERS']!, prefix);
  const rabbitMq = await RawRabbitMq.connect(addresses['RABBITMQ_URL']!, prefix);
  const sqs = new RawSqs(addresses['SQS_ENDPOINT']!, prefix);
  const bullMq = new RawBullMq(addresses['REDIS_URL']!, prefix);
  const redis = new RawRedis(addresses['REDIS_URL']!, prefix);
  return {
    environment: { ...addresses, RESOURCE_PREFIX: prefix },
    prefix,
    books,
    kafka,
    rabbitMq,
    sqs,
    bullMq,
    redis,
    deleteAll: async () => {
      const all = [books, leases, kafka, rabbitMq, sqs, bullMq, redis];
      await Promise.all(all.map((one) => one.deleteAll()));
    },
  };
}
