import type { BrokerAdapter } from '@app/messaging';
import { bullMqTopology, kafkaTopology, rabbitMqTopology, sqsTopology } from '@app/topology';
import { bullMq } from '@app/transport-bullmq';
import { kafka } from '@app/transport-kafka';
import { rabbitMq } from '@app/transport-rabbitmq';
import { sqs } from '@app/transport-sqs';

/** The brokers of the system. A new one is a transport, its topology, and a line here. */
export const brokers: readonly BrokerAdapter[] = [
  kafka(kafkaTopology),
  rabbitMq(rabbitMqTopology),
  sqs(sqsTopology),
  bullMq(bullMqTopology),
];
