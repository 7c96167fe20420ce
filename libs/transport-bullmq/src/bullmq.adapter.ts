import { readSettings, type BrokerAdapter } from '@app/messaging';
import { BULLMQ } from './broker.js';
import { BullMqTransportModule } from './bullmq.module.js';
import { bullMqSettings } from './bullmq.settings.js';
import { BullMqTransport } from './consuming/bullmq.transport.js';
import { BullMqPublisher } from './publishing/bullmq.publisher.js';
import type { BullMqTopology } from './topology/bullmq-topology.js';

/** BullMQ as the composition root adds it to an app. */
export function bullMq(topology: BullMqTopology): BrokerAdapter {
  return {
    brokers: [BULLMQ],
    settings: bullMqSettings,
    module: ({ consumes, environment }) =>
      BullMqTransportModule.forRoot({
        topology,
        consumes,
        settings: readSettings(bullMqSettings, environment),
      }),
    transport: BullMqTransport,
    publisher: BullMqPublisher,
  };
}
