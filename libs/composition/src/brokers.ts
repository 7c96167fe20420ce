import type { BrokerAdapter } from '@app/messaging';
import { kafkaTopology, rabbitMqTopology, redisStreamsTopology } from '@app/topology';
import { kafka } from '@app/transport-kafka';
import { rabbitMq } from '@app/transport-rabbitmq';
import { redisStreams } from '@app/transport-redis-streams';

/** The brokers of the system. A new one is a transport, its topology, and a line here. */
export const brokers: readonly BrokerAdapter[] = [
  kafka(kafkaTopology),
  rabbitMq(rabbitMqTopology),
  redisStreams(redisStreamsTopology),
];
