import { randomUUID } from 'node:crypto';
import { Queue, UnrecoverableError, Worker, type Job, type JobType } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Channel, Destination, Environment } from '@app/messaging';
import { TcpProxy } from '@app/testing';
import { bullMq, deadLetterQueueName, keyPrefix, type BullMqTopology } from '@app/transport-bullmq';
import { fromJobData, toJobData } from '../../libs/transport-bullmq/src/codec/job-data.js';
import type { ContractChannel, RawMessage } from './broker-harness.js';

const MAX_BODY_BYTES = 256 * 1024;
const UNSETTLED: JobType[] = ['wait', 'active', 'delayed', 'prioritized', 'failed'];

type RawInput = Parameters<ContractChannel['sendRaw']>[0];

export interface BullMqChannelOptions {
  readonly url: URL;
  /** The raw client's own connection. */
  readonly raw: Redis;
  readonly publishTimeoutMs: number;
  readonly lockMs: number;
}

/** A queue of its own behind a network of its own. */
export class BullMqContractChannel implements ContractChannel {
  readonly channel: Channel = { broker: 'bullmq', name: 'work', kind: 'queue' };
  readonly destination: Destination = { broker: 'bullmq', name: 'work' };
  readonly maxBodyBytes = MAX_BODY_BYTES;
  /** The raw client's view of the queue and of its dead letters. */
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  private readonly prefix = `contract-${randomUUID().slice(0, 8)}.`;

  private constructor(
    private readonly options: BullMqChannelOptions,
    private readonly declared: BullMqTopology,
    private readonly proxy: TcpProxy,
  ) {
    const raw = { connection: options.raw, prefix: keyPrefix(this.prefix) };
    this.queue = new Queue('work', raw);
    this.deadLetterQueue = new Queue(deadLetterQueueName('work'), raw);
  }

  static async open(
    options: BullMqChannelOptions,
    topology: BullMqTopology = { queues: [{ name: 'work' }] },
  ): Promise<BullMqContractChannel> {
    const { hostname, port } = options.url;
    const proxy = await TcpProxy.open({ host: hostname, port: Number(port || 6379) });
    return new BullMqContractChannel(options, topology, proxy);
  }

  get adapter() {
    return bullMq(this.declared);
  }

  get topology(): string {
    return JSON.stringify(this.declared);
  }

  get environment(): Environment {
    return {
      REDIS_URL: this.proxy.through(this.options.url),
      RESOURCE_PREFIX: this.prefix,
      BULLMQ_PUBLISH_TIMEOUT_MS: String(this.options.publishTimeoutMs),
      BULLMQ_LOCK_MS: String(this.options.lockMs),
      BULLMQ_MAX_BODY_BYTES: String(MAX_BODY_BYTES),
    };
  }

  async sendRaw({ body, headers = new Map() }: RawInput): Promise<void> {
    await this.queue.add('raw', toJobData({ body, headers }));
  }

  /** What a worker of another program does that takes the next job, and fails it for good. */
  async failNext(error: Error): Promise<void> {
    const { connection, prefix } = this.queue.opts;
    const worker = new Worker('work', null, { connection: connection!, prefix: prefix! });
    const token = randomUUID();
    const job = await worker.getNextJob(token);
    await job!.moveToFailed(new UnrecoverableError(error.message), token, false);
    await worker.close();
  }

  deadLetters(): Promise<RawMessage[]> {
    return messagesIn(this.deadLetterQueue);
  }

  stored(): Promise<RawMessage[]> {
    return messagesIn(this.queue);
  }

  async unsettled(): Promise<number> {
    const counts = await this.queue.getJobCounts(...UNSETTLED);
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
  }

  /** BullMQ numbers each job: a counter that is no number refuses them all. */
  async refuseDeadLetters(): Promise<void> {
    await this.options.raw.set(this.deadLetterQueue.toKey('id'), 'refused');
  }

  async allowDeadLetters(): Promise<void> {
    await this.options.raw.del(this.deadLetterQueue.toKey('id'));
  }

  /** Writes to a job's hash, as a defect or another program may. */
  async setField(jobId: string, field: string, value: string): Promise<void> {
    await this.options.raw.hset(this.queue.toKey(jobId), field, value);
  }

  /** As if no active job had been heard of for too long. */
  async dropLocks(): Promise<void> {
    for (const job of await this.queue.getActive()) {
      await this.options.raw.del(`${this.queue.toKey(job.id!)}:lock`);
    }
  }

  async disconnect(): Promise<void> {
    this.proxy.disconnect();
  }

  async reconnect(): Promise<void> {
    this.proxy.reconnect();
  }

  /** The script that adds a job carries its data. */
  cutNextPublishAnswer(): Promise<void> {
    return this.proxy.cutNextAnswer((bytes) => bytes.includes('contract.happened'));
  }

  async close(): Promise<void> {
    await this.proxy.close();
    for (const queue of [this.queue, this.deadLetterQueue]) {
      await queue.obliterate({ force: true });
      await queue.close();
    }
  }
}

async function messagesIn(queue: Queue): Promise<RawMessage[]> {
  const jobs: Job[] = await queue.getJobs(UNSETTLED, 0, -1, true);
  return jobs.map((job) => fromJobData(job.data));
}
