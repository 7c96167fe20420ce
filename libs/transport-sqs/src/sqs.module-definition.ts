import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { Subscription } from '@app/messaging';
import type { SqsSettings } from './sqs.settings.js';
import type { SqsTopology } from './topology/sqs-topology.js';

export interface SqsTransportOptions {
  readonly topology: SqsTopology;
  /** May be empty: the app only sends. */
  readonly consumes: readonly Subscription[];
  readonly settings: SqsSettings;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: SQS_OPTIONS } =
  new ConfigurableModuleBuilder<SqsTransportOptions>({ moduleName: 'SqsTransport' })
    .setClassMethodName('forRoot')
    .build();
