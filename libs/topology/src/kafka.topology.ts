import type { KafkaTopology } from '@app/transport-kafka';
import { ordersEvents } from './channels.js';

export const kafkaTopology: KafkaTopology = {
  topics: [{ name: ordersEvents.name, partitions: 6 }],
};
