import { Inject, Injectable, Logger } from '@nestjs/common';
import type { JobsOptions, Queue } from 'bullmq';
import { Clock, PublishRejectedError, PublishUnconfirmedError, toError } from '@app/messaging';
import { BULLMQ_OPTIONS, type BullMqTransportOptions } from '../bullmq.module-definition.js';
import { RedisConnections } from '../connection/redis-connections.js';
import type { JobData } from '../codec/job-data.js';
import { Queues } from '../topology/queues.js';

/** Errors by which Redis says that it wrote nothing (https://redis.io/docs/latest/develop/reference/protocol-spec). */
const REFUSALS = /^(OOM|READONLY|MISCONF|NOAUTH|NOPERM|LOADING|MASTERDOWN|CLUSTERDOWN)\b/;

/**
 * A worker of another program, or a defect, must not make a failed job of ours: our settlements
 * decide, and never use these attempts.
 */
const BACKSTOP: JobsOptions = {
  attempts: 1_000,
  backoff: { type: 'fixed', delay: 5_000 },
  // A job id that still exists would swallow a replay.
  removeOnComplete: true,
};

export interface NewJob {
  readonly id: string;
  readonly name: string;
  readonly data: JobData;
  readonly priority?: number | undefined;
  readonly delayMs?: number | undefined;
}

/** Adds jobs, and answers within the publish timeout. */
@Injectable()
export class JobSender {
  private readonly logger = new Logger(JobSender.name);
  private readonly timeoutMs: number;

  constructor(
    @Inject(BULLMQ_OPTIONS) { settings }: BullMqTransportOptions,
    private readonly connections: RedisConnections,
    private readonly clock: Clock,
    queues: Queues,
  ) {
    this.timeoutMs = settings.BULLMQ_PUBLISH_TIMEOUT_MS;
    for (const queue of queues.all()) {
      queue.on('error', (error) => {
        // What its connection suffers is told by the link.
        if (connections.publisher.isReady) this.logger.warn({ msg: `Queue ${queue.name}`, error });
      });
    }
  }

  /**
   * Resolves when Redis has the job, or already had one of this id.
   * @throws PublishRejectedError, PublishUnconfirmedError
   */
  add(queue: Queue, { id, name, data, priority, delayMs }: NewJob): Promise<void> {
    return this.confirm(() =>
      queue.add(name, data, {
        ...BACKSTOP,
        jobId: id,
        ...(priority !== undefined && { priority }),
        ...(delayMs !== undefined && { delay: delayMs }),
      }),
    );
  }

  /**
   * Runs a command that may be repeated, once Redis is there.
   * @throws PublishRejectedError, PublishUnconfirmedError
   */
  async confirm(command: () => Promise<unknown>): Promise<void> {
    const deadline = new AbortController();
    const cancel = this.clock.after(this.timeoutMs, () => deadline.abort());
    try {
      if (!(await this.connections.publisher.ready(deadline.signal))) throw this.unreachable();
      await Promise.race([explained(command), this.noConfirmation(deadline.signal)]);
    } finally {
      cancel();
    }
  }

  private unreachable(): PublishUnconfirmedError {
    const { detail = 'busy' } = this.connections.publisher.health();
    return new PublishUnconfirmedError(
      `Redis was not reached within ${this.timeoutMs} ms (${detail}). Nothing was sent; try again.`,
    );
  }

  private noConfirmation(signal: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () =>
        reject(
          new PublishUnconfirmedError(
            `Redis did not confirm the job within ${this.timeoutMs} ms. Send it again.`,
          ),
        ),
      );
    });
  }
}

async function explained(command: () => Promise<unknown>): Promise<void> {
  try {
    await command();
  } catch (cause) {
    const why = toError(cause).message;
    if (REFUSALS.test(why)) {
      throw new PublishRejectedError(`Redis refused it: ${why}. Nothing was stored.`, { cause });
    }
    throw new PublishUnconfirmedError(`Redis did not confirm it: ${why}. Send it again.`, {
      cause,
    });
  }
}
