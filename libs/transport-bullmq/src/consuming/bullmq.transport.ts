import { Inject, Injectable } from '@nestjs/common';
import {
  APP_NAME,
  Clock,
  ConfigurationError,
  ConsumerTransport,
  Consumers,
  DeliveryPipeline,
  consumerName,
  sharedAbort,
  startPatiently,
  type Subscription,
  channelLabels,
  MetricRegistry,
  type Counter,
  type Metric,
} from '@app/messaging';
import { BULLMQ_OPTIONS, type BullMqTransportOptions } from '../bullmq.module-definition.js';
import { RedisConnections } from '../connection/redis-connections.js';
import { JobSender } from '../publishing/job-sender.js';
import { BullMqScheduler } from '../scheduling/bullmq.scheduler.js';
import { Queues } from '../topology/queues.js';
import { keyPrefix } from '../topology/resource-names.js';
import { FailedJobs } from './failed-jobs.js';
import { QueueReader, type QueueReaderOptions } from './queue-reader.js';
import { sendPersistently } from './send-persistently.js';
import { Settler } from './settler.js';

const STALLED: Metric = {
  name: 'messaging_bullmq_stalled_jobs_total',
  help: 'Jobs whose process was not heard of any more, and that were taken from it.',
  kind: 'counter',
};

/** Reads the queues of an app, each with a BullMQ worker of its own. */
@Injectable()
export class BullMqTransport extends ConsumerTransport {
  private readonly stopping = sharedAbort();
  private readonly stalled: Counter;
  private readers: readonly QueueReader[] = [];
  private failedJobs: readonly FailedJobs[] = [];

  constructor(
    @Inject(BULLMQ_OPTIONS) private readonly options: BullMqTransportOptions,
    @Inject(APP_NAME) private readonly app: string,
    private readonly connections: RedisConnections,
    private readonly queues: Queues,
    private readonly sender: JobSender,
    private readonly scheduler: BullMqScheduler,
    private readonly pipeline: DeliveryPipeline,
    private readonly consumerMaker: Consumers,
    private readonly clock: Clock,
    metrics: MetricRegistry,
  ) {
    super();
    this.stalled = metrics.counter(STALLED);
  }

  /**
   * Takes no more jobs, lets running handlers finish and completes their jobs. What isn't finished
   * at the deadline is given up: its signal is aborted and the job goes back to its queue.
   */
  override async close(): Promise<void> {
    this.stopping.abort();
    const { SHUTDOWN_TIMEOUT_MS } = this.options.settings;
    await Promise.all([
      ...this.failedJobs.map((it) => it.close()),
      ...this.readers.map((it) => it.close(SHUTDOWN_TIMEOUT_MS)),
    ]);
  }

  protected override async start(): Promise<void> {
    const options = this.options.consumes.map((it) => this.optionsOf(it));
    this.readers = options.map((it) => new QueueReader(it));
    // A dead-letter queue has none to put them into, and its reader fails no job.
    this.failedJobs = options
      .filter(({ queue }) => this.queues.has(queue))
      .map((it) => ({ ...it, queue: this.queues.of({ broker: 'bullmq', name: it.queue }) }))
      .map((it) => new FailedJobs(it));
    const started = Promise.all([
      ...this.readers.map((reader) => reader.start()),
      ...this.options.consumes.map(({ channel }) => this.keepSchedules(channel.name)),
    ]);
    for (const it of this.failedJobs) it.start();
    await startPatiently({
      broker: 'Redis',
      started,
      clock: this.clock,
      logger: this.logger,
      onLateFailure: (error) => this.giveUp(error),
    });
  }

  /** Resolves when Redis has the queue's schedules, however long that takes. */
  private async keepSchedules(queue: string): Promise<void> {
    for (const schedule of this.queues.schedulesOf(queue)) {
      const upsert = () => this.scheduler.upsert(queue, schedule);
      await sendPersistently(upsert, `the schedules of ${queue}`, this.clock, [
        this.stopping.signal,
      ]);
    }
  }

  private optionsOf(subscription: Subscription): QueueReaderOptions {
    const { channel } = subscription;
    const { settings } = this.options;
    if (!this.queues.isReadable(channel.name)) {
      throw new ConfigurationError(
        `${this.app} reads queue '${channel.name}', which the BullMQ topology lacks. Declare it.`,
      );
    }
    const stalled = this.stalled.of(channelLabels(channel));
    // A wrong one fails at boot.
    for (const it of this.queues.schedulesOf(channel.name)) this.scheduler.template(it);
    return {
      queue: channel.name,
      prefix: keyPrefix(settings.RESOURCE_PREFIX),
      lockMs: settings.BULLMQ_LOCK_MS,
      onStalled: () => (stalled.value += 1),
      link: this.connections.consumer!,
      clock: this.clock,
      source: { ...channel, consumer: consumerName(this.app, channel) },
      consumer: this.consumerMaker.create(
        this.handlers,
        subscription,
        settings.BULLMQ_MAX_BODY_BYTES,
      ),
      pipeline: this.pipeline,
      settler: new Settler(this.sender, this.queues.deadLettersOf(channel.name), this.clock),
    };
  }
}
