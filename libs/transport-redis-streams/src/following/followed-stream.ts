import { Logger } from '@nestjs/common';
import { backoffMs, sleep, type Clock, type StreamListener } from '@app/messaging';
import type { RedisConnection } from '../connection/redis-connection.js';
import { messageOf } from '../connection/redis-error.js';
import { readFields } from '../codec/entry-fields.js';
import { StreamTail } from './stream-tail.js';

export interface FollowedStreamOptions {
  /** The stream's key. */
  readonly key: string;
  readonly listener: StreamListener;
  /** Ours alone: our reads block it. */
  readonly connection: RedisConnection;
  /** How long a read waits at the server. */
  readonly blockMs: number;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
}

const RETRY = { firstMs: 500, longestMs: 10_000 };

/** Tells a listener of a stream's new entries until it is stopped, whatever becomes of Redis. */
export class FollowedStream {
  private readonly logger = new Logger(FollowedStream.name);
  private currentProblem: string | undefined = 'Not connected yet.';
  private failures = 0;

  constructor(private readonly options: FollowedStreamOptions) {}

  /** Why nothing is read; undefined while all is well. */
  get problem(): string | undefined {
    return this.options.connection.isReady ? this.currentProblem : this.options.connection.problem;
  }

  /** Resolves when it has been stopped. */
  async run(): Promise<void> {
    const { connection, stopping, clock } = this.options;
    while (!stopping.aborted) {
      try {
        await connection.ready(stopping);
        if (!stopping.aborted) await this.read();
      } catch (error) {
        if (stopping.aborted) return;
        this.failed(messageOf(error));
        await sleep(clock, backoffMs(RETRY, ++this.failures), [stopping]);
      }
    }
  }

  /** What stays as it was is not told again: a key of another type may be there for days. */
  private failed(problem: string): void {
    const text = `Stream ${this.options.key} is not followed: ${problem}`;
    if (problem === this.currentProblem) this.logger.debug(text);
    else this.logger.warn(text);
    this.currentProblem = problem;
  }

  /**
   * From the end of the stream, also after an outage: what was appended meanwhile may be long, may
   * have been trimmed, and is told of by `missed`. The position comes first, so that nothing falls
   * between the two.
   */
  private async read(): Promise<void> {
    const { connection, key, blockMs, stopping } = this.options;
    const tail = await StreamTail.open(connection, key);
    this.currentProblem = undefined;
    this.failures = 0;
    this.tell((listener) => listener.missed());
    while (!stopping.aborted) {
      for (const fields of await tail.next(blockMs)) {
        if (stopping.aborted) return;
        this.tell((listener) => listener.message(readFields(fields)));
      }
    }
  }

  /** What a listener throws is its own fault, and must not look like an outage. */
  private tell(work: (listener: StreamListener) => void): void {
    try {
      work(this.options.listener);
    } catch (error) {
      this.logger.error({ error, msg: `A listener of stream ${this.options.key} failed` });
    }
  }
}
