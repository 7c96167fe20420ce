import { Inject, Injectable } from '@nestjs/common';
import { BrokerProbes, channelLabels, DeliveryStatistics } from '@app/messaging';
import type { BrokerFigures, BrokerProbe, Metric } from '@app/messaging';
import { RABBITMQ } from './broker.js';
import { RabbitMqTransport } from './consuming/rabbitmq.transport.js';
import { RABBITMQ_OPTIONS, type RabbitMqTransportOptions } from './rabbitmq.module-definition.js';
import { PhysicalTopology } from './topology/physical-topology.js';

const MESSAGES: Metric = {
  name: 'messaging_rabbitmq_messages',
  help: 'Messages of a queue that are ready, and those that this app has and did not acknowledge.',
  kind: 'gauge',
};
const MAX_LENGTH: Metric = {
  name: 'messaging_rabbitmq_max_length_messages',
  help: 'How many messages the queue takes at most: its x-max-length.',
  kind: 'gauge',
};

/**
 * How full the queues are. AMQP tells what is ready and how many consume; what is unacknowledged it
 * doesn't, so that is counted by each app for itself: those of all processes together are the
 * queue's.
 */
@Injectable()
export class RabbitMqProbe implements BrokerProbe {
  readonly broker = RABBITMQ;
  readonly metrics = [MESSAGES, MAX_LENGTH];

  constructor(
    @Inject(RABBITMQ_OPTIONS) private readonly options: RabbitMqTransportOptions,
    private readonly topology: PhysicalTopology,
    private readonly transport: RabbitMqTransport,
    private readonly statistics: DeliveryStatistics,
    probes: BrokerProbes,
  ) {
    probes.add(this);
  }

  async read(): Promise<BrokerFigures> {
    const channels = this.options.consumes.map((it) => it.channel.name);
    const ready = await this.transport.countReady(channels.map((it) => this.topology.names.of(it)));
    return {
      channels: channels.map((channel, index) => {
        const waiting = ready[index] ?? 0;
        return { channel, waiting, waitingForUs: waiting };
      }),
      samples: channels.flatMap((it, index) => this.samplesOf(it, ready[index] ?? 0)),
    };
  }

  private samplesOf(channel: string, ready: number): BrokerFigures['samples'] {
    const { inFlight } = this.statistics.meter({ broker: RABBITMQ, name: channel });
    const labels = channelLabels({ broker: RABBITMQ, name: channel });
    const maxLength = this.topology.maxLength(channel);
    return [
      { metric: MESSAGES, labels: { ...labels, state: 'ready' }, value: ready },
      { metric: MESSAGES, labels: { ...labels, state: 'unacked' }, value: inFlight },
      ...(maxLength === undefined ? [] : [{ metric: MAX_LENGTH, labels, value: maxLength }]),
    ];
  }
}
