import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Admin } from 'kafkajs';
import { APP_NAME, BrokerProbes, channelLabels, type BrokerProbe } from '@app/messaging';
import type { BrokerFigures, ChannelBacklog, Labels, Metric } from '@app/messaging';
import { KAFKA } from './broker.js';
import { KafkaClient } from './connection/kafka.client.js';
import { KafkaTransport } from './consuming/kafka.transport.js';
import { KafkaHealth } from './kafka.health.js';
import { KAFKA_OPTIONS, type KafkaTransportOptions } from './kafka.module-definition.js';

const LAG: Metric = {
  name: 'messaging_kafka_lag_messages',
  help: 'Records of a partition that the consumer group has not committed.',
  kind: 'gauge',
};

interface Lag {
  readonly channel: string;
  readonly labels: Labels;
  readonly value: number;
  /** Whether the partition is this process's. */
  readonly isOurs: boolean;
}

/** How far the consumer group is behind, partition by partition. */
@Injectable()
export class KafkaProbe implements BrokerProbe, OnApplicationShutdown {
  readonly broker = KAFKA;
  readonly metrics = [LAG];
  private readonly groupId: string;
  private admin: Admin | undefined;

  constructor(
    @Inject(APP_NAME) app: string,
    @Inject(KAFKA_OPTIONS) private readonly options: KafkaTransportOptions,
    private readonly client: KafkaClient,
    private readonly transport: KafkaTransport,
    private readonly health: KafkaHealth,
    probes: BrokerProbes,
  ) {
    this.groupId = options.settings.RESOURCE_PREFIX + app;
    probes.add(this);
  }

  async read(): Promise<BrokerFigures> {
    const { consumes } = this.options;
    this.admin ??= this.client.admin();
    await this.admin.connect();
    // Also where the app only sends: who asks nothing never learns that Kafka is away, or back.
    if (consumes.length === 0) await this.admin.describeCluster();
    const lags: Lag[] = [];
    for (const { channel } of consumes) lags.push(...(await this.lags(this.admin, channel.name)));
    this.health.answered();
    return {
      channels: consumes.map(({ channel }) => backlog(channel.name, lags)),
      samples: lags.map(({ labels, value }) => ({ metric: LAG, labels, value })),
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.admin?.disconnect();
  }

  private async lags(admin: Admin, channel: string): Promise<Lag[]> {
    const { groupId } = this;
    const topic = this.options.settings.RESOURCE_PREFIX + channel;
    const [ends, [committed]] = await Promise.all([
      admin.fetchTopicOffsets(topic),
      admin.fetchOffsets({ groupId, topics: [topic] }),
    ]);
    const offsets = new Map(committed?.partitions.map((it) => [it.partition, Number(it.offset)]));
    return ends.map(({ partition, high, low }) => {
      // A group that never committed, or whose next record is deleted, reads from the first one.
      const next = Math.max(offsets.get(partition) ?? -1, Number(low));
      return {
        channel,
        value: Math.max(0, Number(high) - next),
        isOurs: this.transport.owns(channel, partition),
        labels: {
          ...channelLabels({ broker: KAFKA, name: channel }),
          messaging_consumer_group_name: groupId,
          messaging_destination_partition_id: String(partition),
        },
      };
    });
  }
}

function backlog(channel: string, all: readonly Lag[]): ChannelBacklog {
  const lags = all.filter((it) => it.channel === channel);
  return { channel, waiting: sum(lags), waitingForUs: sum(lags.filter((it) => it.isOurs)) };
}

function sum(lags: readonly Lag[]): number {
  return lags.reduce((total, { value }) => total + value, 0);
}
