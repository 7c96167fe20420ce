import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { ChangeNotice } from '@app/messaging';
import { messageOf } from './redis-error.js';

const CONNECT_TIMEOUT_MS = 3_000;
const MAX_RECONNECT_DELAY_MS = 1_000;

export interface RedisConnectionOptions {
  readonly url: string;
  /** As `CLIENT LIST` shows it. */
  readonly name: string;
  /** A connection that stays silent for this long while an answer is due counts as lost. */
  readonly answerTimeoutMs: number;
}

/**
 * A connection that reconnects for ever and never queues: while Redis is away a command fails at
 * once, and one whose answer was lost fails when the connection does. What is repeated, and when,
 * is decided by whoever sent it.
 */
export class RedisConnection {
  readonly client: Redis;
  private readonly logger = new Logger(RedisConnection.name);
  private readonly change = new ChangeNotice();
  private isOpened = false;
  private isClosing = false;
  /** One warning an outage is enough. */
  private isReported = false;
  private lastProblem = 'Not connected yet.';

  constructor({ url, name, answerTimeoutMs }: RedisConnectionOptions) {
    this.client = new Redis(url, {
      // Replies to stream commands have one shape here.
      protocol: 2,
      connectionName: name,
      lazyConnect: true,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      // Without it commands that lost their connection would neither resolve nor reject.
      maxRetriesPerRequest: 0,
      connectTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: answerTimeoutMs,
      retryStrategy: (times) => Math.min(50 * times, MAX_RECONNECT_DELAY_MS),
    });
    this.client.on('ready', () => {
      this.isReported = false;
      this.change.give();
    });
    this.client.on('end', this.change.give);
    this.client.on('close', () => this.failed('The connection was lost.'));
    this.client.on('error', (error) => this.failed(error.message));
  }

  get isReady(): boolean {
    return this.client.status === 'ready';
  }

  /** Why it isn't ready. */
  get problem(): string {
    return this.lastProblem;
  }

  /**
   * Resolves when commands can be sent, or never will be (`isReady` tells): `signal` is aborted, or
   * the connection closed for good. Connects on the first call.
   */
  async ready(signal: AbortSignal): Promise<void> {
    if (!this.isOpened) this.open();
    if (this.isReady || this.client.status === 'end') return;
    await this.change.next(signal);
  }

  /** For good, after the answers to what was sent. */
  async close(): Promise<void> {
    this.isOpened = true;
    this.isClosing = true;
    try {
      if (this.isReady) await this.client.quit();
    } catch (error) {
      this.logger.debug(`Redis: the connection didn't close properly: ${messageOf(error)}`);
    } finally {
      this.client.disconnect();
    }
  }

  /** For good, without waiting for an answer. */
  drop(): void {
    this.isOpened = true;
    this.isClosing = true;
    this.client.disconnect();
  }

  private open(): void {
    this.isOpened = true;
    // A command that came before has connected it.
    if (this.client.status !== 'wait') return;
    this.client.connect().catch((error: unknown) => this.failed(messageOf(error)));
  }

  private failed(problem: string): void {
    this.lastProblem = problem;
    if (this.isReported || this.isClosing) this.logger.debug(`Redis: ${problem}`);
    else this.logger.warn(`Redis: ${problem} Trying again until it is there.`);
    this.isReported = true;
  }
}
