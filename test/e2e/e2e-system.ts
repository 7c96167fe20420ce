import { randomBytes } from 'node:crypto';
import { startApps } from '../../tools/apps/start-apps.js';
import type { RunningApps } from '../../tools/apps/running-apps.js';
import { stackAddresses } from './addresses.js';
import { Books } from './books.js';
import { OrdersClient } from './orders-client.js';
import { RawKafka } from './raw-kafka.js';
import { RawRabbitMq } from './raw-rabbitmq.js';

/** The built apps on the stack, under names of their own, and everything to look at them with. */
export interface E2eSystem {
  readonly apps: RunningApps;
  readonly orders: OrdersClient;
  readonly books: Books;
  readonly kafka: RawKafka;
  readonly rabbitMq: RawRabbitMq;
  /** Ends the apps and deletes everything that they have made on the servers. */
  stop(): Promise<void>;
}

/** @param name of the suite; short, since it is part of every name on the servers */
export async function startE2eSystem(name: string): Promise<E2eSystem> {
  const addresses = stackAddresses();
  const prefix = `${process.env['RESOURCE_PREFIX'] ?? ''}${name}${randomBytes(3).toString('hex')}_`;
  const books = new Books(addresses['DATABASE_URL']!, prefix);
  const kafka = new RawKafka(addresses['KAFKA_BROKERS']!, prefix);
  const rabbitMq = await RawRabbitMq.connect(addresses['RABBITMQ_URL']!, prefix);
  const clean = async (): Promise<void> => {
    await Promise.all([books.deleteAll(), kafka.deleteAll(), rabbitMq.deleteAll()]);
  };
  try {
    const apps = await startApps({
      environment: { ...addresses, RESOURCE_PREFIX: prefix, LOG_FORMAT: 'json' },
      ports: 'free',
    });
    const stop = async (): Promise<void> => {
      await apps.stop();
      await clean();
    };
    return { apps, orders: new OrdersClient(apps.api), books, kafka, rabbitMq, stop };
  } catch (error) {
    await clean();
    throw error;
  }
}
