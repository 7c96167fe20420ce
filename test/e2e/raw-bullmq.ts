import { Queue, type JobType } from 'bullmq';
import { Redis } from 'ioredis';
import { bullMqTopology } from '@app/topology';
import { deadLetterQueueName, keyPrefix } from '@app/transport-bullmq';
import { fromJobData, toJobData } from '../../libs/transport-bullmq/src/codec/job-data.js';
import { deadLetterOf, type SeenDeadLetter } from './dead-letter.js';

const queues = bullMqTopology.queues.map(({ name }) => name);
const unsettled: JobType[] = ['wait', 'prioritized', 'active', 'failed'];

/** BullMQ, past the transport that is under test. */
export class RawBullMq {
  private readonly redis: Redis;
  private readonly queues = new Map<string, Queue>();

  constructor(
    url: string,
    private readonly prefix: string,
  ) {
    this.redis = new Redis(url, { maxRetriesPerRequest: null });
    const options = { connection: this.redis, prefix: keyPrefix(prefix) };
    for (const name of queues.flatMap((queue) => [queue, deadLetterQueueName(queue)])) {
      const opened = new Queue(name, options);
      // Or else BullMQ prints what the client does about a lost connection: it comes back by itself.
      opened.on('error', () => undefined);
      this.queues.set(name, opened);
    }
  }

  /** Puts a job with these bytes into a queue. */
  async put(queue: string, body: Buffer): Promise<void> {
    await this.queue(queue).add('raw', toJobData({ body, headers: new Map() }));
  }

  /** Puts many at once, each with its headers. */
  async putAll(
    queue: string,
    messages: readonly { body: Buffer; headers: Map<string, string> }[],
  ): Promise<void> {
    const jobs = messages.map((message) => ({ name: 'raw', data: toJobData(message) }));
    await this.queue(queue).addBulk(jobs);
  }

  /**
   * What every queue of the topology holds, failed jobs included, but for the next job of each of
   * its schedules, which always waits for its time. Empty ones are left out.
   */
  waiting(): Promise<Record<string, number>> {
    return this.counts(queues);
  }

  /** Dead letters by queue; queues without any are left out. */
  deadLetterCounts(): Promise<Record<string, number>> {
    return this.counts(queues.map(deadLetterQueueName));
  }

  /** Everything in the queue's DLQ; reading leaves it there. */
  async deadLetters(queue: string): Promise<SeenDeadLetter[]> {
    const jobs = await this.queue(deadLetterQueueName(queue)).getJobs(unsettled);
    return jobs
      .map((job) => fromJobData(job.data))
      .map(({ body, headers }) => deadLetterOf(body, headers.get('dead-letter')));
  }

  /** Deletes every key under the prefix. */
  async deleteAll(): Promise<void> {
    let cursor = '0';
    do {
      const [next, keys] = await this.redis.scan(cursor, 'MATCH', `${this.prefix}*`);
      if (keys.length > 0) await this.redis.unlink(...keys);
      cursor = next;
    } while (cursor !== '0');
    await this.close();
  }

  async close(): Promise<void> {
    for (const queue of this.queues.values()) await queue.close();
    this.redis.disconnect();
  }

  private async counts(names: readonly string[]): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const name of names) {
      const queue = this.queue(name);
      const delayed = await queue.getDelayed();
      const ofNoSchedule = delayed.filter((job) => job.repeatJobKey === undefined);
      const count = (await queue.getJobCountByTypes(...unsettled)) + ofNoSchedule.length;
      if (count > 0) counts[name] = count;
    }
    return counts;
  }

  private queue(name: string): Queue {
    return this.queues.get(name)!;
  }
}
