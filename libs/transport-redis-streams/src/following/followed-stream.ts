import { Logger } from '@nestjs/common';
import { sleep, type Clock, type StreamListener } from '@app/messaging';
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

const RETRY_MS = 500;

/** Tells a listener of a stream's new entries until it is stopped, whatever becomes of Redis. */
export class FollowedStream {
  private readonly logger = new Logger(FollowedStream.name);
  private currentProblem: string | undefined = 'Not connected yet.';

  constructor(private readonly options: FollowedStreamOptions) {}

  /** Why nothing is read; undefined while all is well. */
  get problem(): string | undefined {
    return this.options.connection.isReady ? this.currentProblem : this.options.connection.problem;
  }

  /** Resolves when it has been stopped. */
  async run(): Promise<void> {
    const { connection, stopping, clock, key } = this.options;
    while (!stopping.aborted) {
      try {
        await connection.ready(stopping);
        if (!stopping.aborted) await this.read();
      } catch (error) {
        if (stopping.aborted) return;
        this.currentProblem = messageOf(error);
        this.logger.warn(`Stream ${key} is not followed: ${this.currentProblem}`);
        await sleep(clock, RETRY_MS, [stopping]);
      }
    }
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
