import { readSettings, type BrokerAdapter } from '@app/messaging';
import { SQS } from './broker.js';
import { SqsTransport } from './consuming/sqs.transport.js';
import { SqsPublisher } from './publishing/sqs.publisher.js';
import { SqsTransportModule } from './sqs.module.js';
import { sqsSettings } from './sqs.settings.js';
import type { SqsTopology } from './topology/sqs-topology.js';

/** SQS as the composition root adds it to an app. */
export function sqs(topology: SqsTopology): BrokerAdapter {
  return {
    brokers: [SQS],
    settings: sqsSettings,
    module: ({ consumes, environment }) =>
      SqsTransportModule.forRoot({
        topology,
        consumes,
        settings: readSettings(sqsSettings, environment),
      }),
    transport: SqsTransport,
    publisher: SqsPublisher,
  };
}
