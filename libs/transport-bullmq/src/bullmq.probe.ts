import { Inject, Injectable } from '@nestjs/common';
import { BrokerProbes, channelLabels } from '@app/messaging';
import type { BrokerFigures, BrokerProbe, Metric } from '@app/messaging';
import { BULLMQ } from './broker.js';
import { BULLMQ_OPTIONS, type BullMqTransportOptions } from './bullmq.module-definition.js';
import { RedisConnections } from './connection/redis-connections.js';
import { readMemory, type RedisMemory } from './connection/redis-memory.js';
import { Queues } from './topology/queues.js';

const JOBS: Metric = {
  name: 'messaging_bullmq_jobs',
  help: 'Jobs of a queue by state.',
  kind: 'gauge',
};
const MAY_EVICT: Metric = {
  name: 'messaging_redis_may_evict',
  help: "1 where Redis' maxmemory-policy lets it evict keys, and so jobs.",
  kind: 'gauge',
};
const MEMORY: Metric = {
  name: 'messaging_redis_memory_bytes',
  help: 'Memory that Redis uses, and its limit (maxmemory) where it has one.',
  kind: 'gauge',
};

const STATES = ['waiting', 'prioritized', 'active', 'delayed', 'failed'] as const;

/** How full the queues are, and whether Redis keeps what it is given. */
@Injectable()
export class BullMqProbe implements BrokerProbe {
  readonly broker = BULLMQ;
  readonly metrics = [JOBS, MAY_EVICT, MEMORY];

  constructor(
    @Inject(BULLMQ_OPTIONS) private readonly options: BullMqTransportOptions,
    private readonly connections: RedisConnections,
    private readonly queues: Queues,
    probes: BrokerProbes,
  ) {
    probes.add(this);
  }

  async read(): Promise<BrokerFigures> {
    const { publisher } = this.connections;
    if (!publisher.isReady) throw new Error(`Redis: ${publisher.health().detail}`);
    const all = await Promise.all(
      this.options.consumes.map(async ({ channel: { name } }) => ({
        channel: name,
        counts: await this.queues.readable(name).getJobCounts(...STATES),
      })),
    );
    const memory = await readMemory(publisher.client);
    return {
      channels: all.map(({ channel, counts: { waiting = 0, prioritized = 0 } }) => {
        const ready = waiting + prioritized;
        return { channel, waiting: ready, waitingForUs: ready };
      }),
      samples: [...all.flatMap((it) => jobs(it.channel, it.counts)), ...memorySamples(memory)],
    };
  }
}

function jobs(channel: string, counts: Readonly<Record<string, number>>): BrokerFigures['samples'] {
  const labels = channelLabels({ broker: BULLMQ, name: channel });
  return STATES.map((state) => ({
    metric: JOBS,
    labels: { ...labels, state },
    value: counts[state] ?? 0,
  }));
}

function memorySamples({ usedBytes, limitBytes, mayEvict }: RedisMemory): BrokerFigures['samples'] {
  const labels = { messaging_system: BULLMQ };
  const memory = (state: string, value: number) => ({
    metric: MEMORY,
    labels: { ...labels, state },
    value,
  });
  return [
    memory('used', usedBytes),
    ...(limitBytes > 0 ? [memory('limit', limitBytes)] : []),
    { metric: MAY_EVICT, labels, value: mayEvict ? 1 : 0 },
  ];
}
