import { Logger } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';
import { ChangeNotice, type Health } from '@app/messaging';

const LONGEST_RETRY_MS = 2_000;

/** A connection that comes back by itself, and knows how it is doing. */
export class RedisLink {
  readonly client: Redis;
  private readonly logger = new Logger(RedisLink.name);
  private readonly change = new ChangeNotice();
  /** Why it is down, as far as that is known. */
  private problem: string | undefined;
  private ended = false;

  /** @param role for logs: `publisher`, `consumer` */
  constructor(
    private readonly role: string,
    url: string,
    options: Pick<RedisOptions, 'maxRetriesPerRequest' | 'socketTimeout'>,
  ) {
    this.client = new Redis(url, {
      retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), LONGEST_RETRY_MS),
      ...options,
    });
    // Each queue listens too.
    this.client.setMaxListeners(0);
    this.client.on('ready', () => this.up());
    this.client.on('error', (error: Error) => this.down(error.message || String(error)));
    this.client.on('close', () => this.down(this.problem ?? 'The connection was closed.'));
    this.client.on('end', () => this.end());
  }

  get isReady(): boolean {
    return this.client.status === 'ready';
  }

  health(): Health {
    if (this.isReady) return { status: 'up' };
    return { status: 'down', detail: this.problem ?? 'Not connected yet.' };
  }

  /** @returns whether it is up; false once that is hopeless or `signal` is aborted */
  async ready(signal: AbortSignal): Promise<boolean> {
    while (!this.isReady && !this.ended && !signal.aborted) await this.change.next(signal);
    return this.isReady;
  }

  /** Drops the connection; whoever waits for it is told at once. */
  close(): void {
    this.end();
    this.client.disconnect();
  }

  private up(): void {
    this.problem = undefined;
    this.change.give();
  }

  private down(problem: string): void {
    if (this.problem === undefined && !this.ended) {
      this.logger.warn(`Redis ${this.role} connection is down, it is tried again: ${problem}`);
    }
    this.problem = problem;
  }

  private end(): void {
    this.ended = true;
    this.change.give();
  }
}
