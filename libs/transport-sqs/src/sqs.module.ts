import { Global, Module } from '@nestjs/common';
import { SqsClient } from './connection/sqs.client.js';
import { SqsConnection } from './connection/sqs-connection.js';
import { SqsTransport } from './consuming/sqs.transport.js';
import { SqsPublisher } from './publishing/sqs.publisher.js';
import { SqsHealth } from './sqs.health.js';
import { ConfigurableModuleClass } from './sqs.module-definition.js';
import { SqsProbe } from './sqs.probe.js';
import { SqsQueues } from './topology/sqs.queues.js';

/** SQS for one app: `forRoot(options)`, or `forRootAsync({ inject, useFactory })`. */
@Global()
@Module({
  providers: [SqsHealth, SqsConnection, SqsClient, SqsQueues, SqsPublisher, SqsTransport, SqsProbe],
  exports: [SqsPublisher, SqsTransport],
})
export class SqsTransportModule extends ConfigurableModuleClass {}
