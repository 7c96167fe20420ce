import type { SqsTopology } from '@app/transport-sqs';
import { shipments } from './channels.js';

export const sqsTopology: SqsTopology = {
  queues: [{ name: shipments.name }],
};
