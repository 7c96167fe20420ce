import { readSettings, type BrokerAdapter } from '@app/messaging';
import { RABBITMQ } from './broker.js';
import { RabbitMqTransport } from './consuming/rabbitmq.transport.js';
import { RabbitMqPublisher } from './publishing/rabbitmq.publisher.js';
import { RabbitMqTransportModule } from './rabbitmq.module.js';
import { rabbitMqSettings } from './rabbitmq.settings.js';
import type { RabbitMqTopology } from './topology/rabbitmq-topology.js';

/** RabbitMQ as the composition root adds it to an app. */
export function rabbitMq(topology: RabbitMqTopology): BrokerAdapter {
  return {
    brokers: [RABBITMQ],
    settings: rabbitMqSettings,
    module: ({ consumes, environment }) =>
      RabbitMqTransportModule.forRoot({
        topology,
        consumes,
        settings: readSettings(rabbitMqSettings, environment),
      }),
    transport: RabbitMqTransport,
    publisher: RabbitMqPublisher,
  };
}
