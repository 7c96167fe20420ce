import type { KafkaTopology } from '@app/transport-kafka';
import { deadLetterOutcomes, ordersEvents } from './channels.js';
import { replaysOf } from './replay-channels.js';

/** The apps that read `orders.events`, each as a consumer group. */
const readers = ['order-producer', 'kafka-consumer', 'task-worker'];

export const kafkaTopology: KafkaTopology = {
  topics: [
    { name: ordersEvents.name, partitions: 6 },
    ...readers.map((app) => ({
      name: replaysOf(ordersEvents, app).name,
      partitions: 3,
      deadLettersWith: ordersEvents.name,
    })),
    { name: deadLetterOutcomes.name, partitions: 3 },
  ],
};
