import { Inject, Injectable } from '@nestjs/common';
import { APP_NAME, BrokerProbes, channelLabels } from '@app/messaging';
import type { BrokerFigures, BrokerProbe, Metric } from '@app/messaging';
import { REDIS_STREAMS } from './broker.js';
import { Connections } from './connection/connections.js';
import {
  REDIS_STREAMS_OPTIONS,
  type RedisStreamsTransportOptions,
} from './redis-streams.module-definition.js';
import { readGroup } from './topology/read-group.js';
import { Streams } from './topology/streams.js';

const LENGTH: Metric = {
  name: 'messaging_redis_stream_length_messages',
  help: 'Entries of a stream, those that were handled long ago included.',
  kind: 'gauge',
};
const PENDING: Metric = {
  name: 'messaging_redis_stream_pending_messages',
  help: 'Entries that consumers of the group have and did not acknowledge.',
  kind: 'gauge',
};

/** How far the consumer group is behind. */
@Injectable()
export class RedisStreamsProbe implements BrokerProbe {
  readonly broker = REDIS_STREAMS;
  readonly metrics = [LENGTH, PENDING];
  private readonly group: string;

  constructor(
    @Inject(APP_NAME) app: string,
    @Inject(REDIS_STREAMS_OPTIONS) private readonly options: RedisStreamsTransportOptions,
    private readonly connections: Connections,
    private readonly streams: Streams,
    probes: BrokerProbes,
  ) {
    this.group = options.settings.RESOURCE_PREFIX + app;
    probes.add(this);
  }

  async read(): Promise<BrokerFigures> {
    const { client } = this.connections.shared;
    const all = await Promise.all(
      this.options.consumes.map(async ({ channel: { name } }) => ({
        channel: name,
        ...(await readGroup(client, this.streams.get(name).key, this.group)),
      })),
    );
    return {
      channels: all.map(({ channel, lag }) => ({ channel, waiting: lag, waitingForUs: lag })),
      samples: all.flatMap(({ channel, length, pending }) => {
        const labels = channelLabels({ broker: REDIS_STREAMS, name: channel });
        const ofGroup = { ...labels, messaging_consumer_group_name: this.group };
        return [
          { metric: LENGTH, labels, value: length },
          { metric: PENDING, labels: ofGroup, value: pending },
        ];
      }),
    };
  }
}
