import { RawBullMq } from '../../e2e/raw-bullmq.js';
import { RawKafka } from '../../e2e/raw-kafka.js';
import { RawRabbitMq } from '../../e2e/raw-rabbitmq.js';
import { RawSqs } from '../../e2e/raw-sqs.js';

/** The brokers, past the transports and past the links. Opened when it is needed: they get killed. */
export interface Brokers {
  readonly kafka: RawKafka;
  readonly rabbitMq: RawRabbitMq;
  readonly sqs: RawSqs;
  readonly bullMq: RawBullMq;
}

export async function withBrokers<T>(
  addresses: Readonly<Record<string, string>>,
  work: (brokers: Brokers) => Promise<T>,
): Promise<T> {
  const prefix = addresses['RESOURCE_PREFIX'] ?? '';
  const kafka = new RawKafka(addresses['KAFKA_BROKERS']!, prefix);
  const rabbitMq = await RawRabbitMq.connect(addresses['RABBITMQ_URL']!, prefix);
  const sqs = new RawSqs(addresses['SQS_ENDPOINT']!, prefix);
  const bullMq = new RawBullMq(addresses['REDIS_URL']!, prefix);
  try {
    return await work({ kafka, rabbitMq, sqs, bullMq });
  } finally {
    await rabbitMq.close();
    sqs.close();
    await bullMq.close();
  }
}

/** Messages that nobody has settled, by queue; complete only while no app runs. */
export async function whatWaits({ kafka, rabbitMq, sqs, bullMq }: Brokers): Promise<string[]> {
  const queues = {
    ...(await rabbitMq.waiting()),
    ...(await sqs.waiting()),
    ...(await bullMq.waiting()),
  };
  const uncommitted = await kafka.uncommitted();
  return [
    ...Object.entries(queues).map(([queue, count]) => `${queue}: ${count}`),
    ...(uncommitted > 0 ? [`orders.events: ${uncommitted}`] : []),
  ];
}
