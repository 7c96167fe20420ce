import { Inject, Injectable } from '@nestjs/common';
import { BrokerProbes, channelLabels } from '@app/messaging';
import type { BrokerFigures, BrokerProbe, Metric } from '@app/messaging';
import { SQS } from './broker.js';
import { SqsClient, type MessageCounts } from './connection/sqs.client.js';
import { SQS_OPTIONS, type SqsTransportOptions } from './sqs.module-definition.js';
import { isFifo } from './topology/sqs-topology.js';
import { SqsQueues } from './topology/sqs.queues.js';

const MESSAGES: Metric = {
  name: 'messaging_sqs_messages',
  help: 'Messages of a queue by state, as SQS counts them: approximately.',
  kind: 'gauge',
};

/**
 * How full the queues are. How old the oldest message is only CloudWatch knows; here the age of
 * what is delivered tells it.
 */
@Injectable()
export class SqsProbe implements BrokerProbe {
  readonly broker = SQS;
  readonly metrics = [MESSAGES];

  constructor(
    @Inject(SQS_OPTIONS) private readonly options: SqsTransportOptions,
    private readonly client: SqsClient,
    private readonly queues: SqsQueues,
    probes: BrokerProbes,
  ) {
    probes.add(this);
  }

  async read(): Promise<BrokerFigures> {
    // Who only sends, and asks nothing, never learns that SQS is away, or back.
    if (this.options.consumes.length === 0) await this.queues.ask();
    const all = await Promise.all(
      this.options.consumes.map(async ({ channel: { name } }) => ({
        channel: name,
        counts: await this.client.countMessages(await this.queues.url(name)),
      })),
    );
    return {
      channels: all.map(({ channel, counts }) => ({
        channel,
        waiting: counts.visible,
        waitingForUs: waitingForAnybody(channel, counts),
      })),
      samples: all.flatMap(({ channel, counts }) => samplesOf(channel, counts)),
    };
  }
}

/** Behind a message in flight the rest of its FIFO group counts as visible, and can't be received. */
function waitingForAnybody(queue: string, { visible, inFlight }: MessageCounts): number {
  return isFifo(queue) && inFlight > 0 ? 0 : visible;
}

function samplesOf(queue: string, counts: MessageCounts): BrokerFigures['samples'] {
  const labels = channelLabels({ broker: SQS, name: queue });
  return [
    { metric: MESSAGES, labels: { ...labels, state: 'visible' }, value: counts.visible },
    { metric: MESSAGES, labels: { ...labels, state: 'in_flight' }, value: counts.inFlight },
    { metric: MESSAGES, labels: { ...labels, state: 'delayed' }, value: counts.delayed },
  ];
}
