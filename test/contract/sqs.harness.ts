import { SQSClient } from '@aws-sdk/client-sqs';
import { readSettings } from '@app/messaging';
import { sqsSettings } from '@app/transport-sqs';
import { clientConfig } from '../../libs/transport-sqs/src/connection/client-config.js';
import type { BrokerHarness, ContractBroker } from './broker-harness.js';
import { SqsContractChannel } from './sqs.channel.js';

/** Renewed at a third of it, which a busy machine must manage: what lapses comes twice. */
const VISIBILITY_SECONDS = 5;
const PUBLISH_TIMEOUT_MS = 3_000;

/** A real SQS, at `SQS_ENDPOINT`, with FIFO queues or standard queues. */
export function sqsBroker(kind: 'fifo' | 'standard'): ContractBroker {
  return {
    name: `sqs (${kind})`,
    features: {
      ordersByKey: kind === 'fifo',
      binaryHeaders: true,
      reportsUnroutable: false,
      reachedByOtherProcesses: true,
      ownershipTimeoutMs: VISIBILITY_SECONDS * 1_000,
      publishDeadlineMs: PUBLISH_TIMEOUT_MS,
    },
    start: async () => startSqsHarness(kind === 'fifo' ? 'work.fifo' : 'work'),
  };
}

function startSqsHarness(queue: string): BrokerHarness {
  const settings = readSettings(sqsSettings, process.env);
  const raw = new SQSClient(clientConfig(settings));
  const options = {
    endpoint: new URL(settings.SQS_ENDPOINT),
    raw,
    queue,
    visibilitySeconds: VISIBILITY_SECONDS,
    publishTimeoutMs: PUBLISH_TIMEOUT_MS,
  };
  return {
    openChannel: () => SqsContractChannel.open(options),
    close: async () => raw.destroy(),
  };
}
