import { Logger } from '@nestjs/common';
import { DelayedError, UnrecoverableError, type Job, type WorkerOptions } from 'bullmq';
import { ConcurrencyLimit, endsWithin, sharedAbort, type Clock } from '@app/messaging';
import type { RedisLink } from '../connection/redis-link.js';
import { HeldJobs } from './held-jobs.js';
import { JobHandler, type JobHandlerOptions } from './job-handler.js';
import type { JobOutcome } from './job-outcome.js';
import { LenientWorker } from './lenient-worker.js';
import { handBack } from './settler.js';

/** After a failed command. Redis itself is waited for by the connection. */
const RETRY_MS = 1_000;
/** How long closing waits for Redis, once no handler runs. */
const FAREWELL_MS = 2_000;

export interface QueueReaderOptions extends Omit<JobHandlerOptions, 'limit' | 'held' | 'closing'> {
  readonly queue: string;
  readonly prefix: string;
  readonly lockMs: number;
  readonly link: RedisLink;
  readonly clock: Clock;
  /** Called for each job of the queue whose process was not heard of any more. */
  readonly onStalled: () => void;
}

/** Reads one queue with a BullMQ worker, whose attempts and failed jobs it leaves unused. */
export class QueueReader {
  private readonly logger = new Logger('BullMqTransport');
  private readonly closing = sharedAbort();
  private readonly running = new Set<Promise<JobOutcome>>();
  private readonly worker: LenientWorker;
  private readonly held: HeldJobs;
  private readonly handler: JobHandler;

  /** Connects, but takes no job before `start`. */
  constructor(private readonly options: QueueReaderOptions) {
    const { queue, lockMs, clock, link } = options;
    this.worker = new LenientWorker(
      queue,
      (job, token) => this.work(job, token!),
      workerOptions(options),
    );
    this.worker.on('error', (error) => {
      // What its connection suffers is told by the link.
      if (link.isReady) this.logger.warn({ msg: `Worker of ${queue}`, error });
    });
    this.worker.on('stalled', options.onStalled);
    this.held = new HeldJobs(
      lockMs,
      clock,
      (ids, tokens, ms) => this.worker.extendJobLocks(ids, tokens, ms),
      (error) => this.logger.warn({ msg: `Locks of ${queue} could not be renewed`, error }),
    );
    this.handler = new JobHandler({
      ...options,
      limit: new ConcurrencyLimit(options.consumer.concurrency),
      held: this.held,
      closing: this.closing.signal,
    });
  }

  /** Takes jobs from now on. Resolves once Redis is there. */
  async start(): Promise<void> {
    this.held.start();
    this.worker.run().catch((error: unknown) => {
      this.logger.error({ msg: `The worker of ${this.options.queue} has ended`, error });
    });
    await this.worker.waitUntilReady();
  }

  /**
   * Takes no more jobs and lets running handlers finish. What isn't finished after `timeoutMs` is
   * disowned, and handed back to its queue.
   */
  async close(timeoutMs: number): Promise<void> {
    const { clock } = this.options;
    this.closing.abort();
    await this.worker.pause(true);
    const drained = await endsWithin(clock, timeoutMs, Promise.all(this.running));
    if (!drained) await endsWithin(clock, FAREWELL_MS, this.giveUp());
    const closed = await endsWithin(clock, FAREWELL_MS, this.worker.close(!drained));
    if (!closed) await endsWithin(clock, FAREWELL_MS, this.worker.disconnect());
    this.held.stop();
  }

  private async giveUp(): Promise<void> {
    const unfinished = this.held.all();
    for (const held of unfinished) held.disown('The app is closing.');
    // A job that can't be handed back stalls, and comes again that way.
    await Promise.allSettled(unfinished.map(({ job, token }) => handBack(job, token)));
  }

  /** The worker's answer to a job is to return, or to throw one of BullMQ's errors. */
  private async work(job: Job, token: string): Promise<void> {
    const handled = this.handler.handle(job, token, this.worker);
    this.running.add(handled);
    const outcome = await handled.finally(() => this.running.delete(handled));
    switch (outcome) {
      case 'completed':
        return;
      case 'failed':
        // BullMQ keeps failed jobs unless the job itself says otherwise.
        job.opts.removeOnFail = true;
        throw new UnrecoverableError('Its dead letter is written.');
      case 'left':
        throw new DelayedError();
      default:
        outcome satisfies never;
    }
  }
}

function workerOptions({ prefix, consumer, lockMs, link }: QueueReaderOptions): WorkerOptions {
  return {
    connection: link.client,
    prefix,
    concurrency: consumer.concurrency,
    autorun: false,
    lockDuration: lockMs,
    skipLockRenewal: true,
    // A job without a lock is found at the second look.
    stalledInterval: lockMs / 2,
    // Past its limit BullMQ fails a job without asking us, and it counts for each job that ran when a
    // process died. Which of them it died of is found out by the pipeline.
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    runRetryDelay: RETRY_MS,
    // For jobs of other programs, which don't say. A finished job would swallow one of the same id.
    removeOnComplete: { count: 0 },
  };
}
