import { Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Health } from '@app/messaging';
import { LeaseStoreUnavailableError } from '../lease/lease.errors.js';

const MAX_RECONNECT_DELAY_MS = 1_000;
const PING_INTERVAL_MS = 2_000;
const LOOK_INTERVAL_MS = 50;
/** How long a refused call counts that no other has followed. */
const MEMORY_MS = 30_000;

/**
 * A connection that comes back by itself and never queues or repeats: each call is answered within
 * its deadline, or fails. A call that failed may have been carried out.
 */
export class RedisConnection {
  private readonly logger = new Logger(RedisConnection.name);
  private readonly client: Redis;
  private pings: NodeJS.Timeout | undefined;
  private problem = 'Not connected yet.';
  private isReported = false;
  /** The last call's, if there was one: a server may answer pings and refuse to write. */
  private refusal: { readonly problem: string; readonly atMs: number } | undefined;

  /** @param timeoutMs within which a call is answered, and the server connected to */
  constructor(url: string, name: string, timeoutMs: number) {
    this.client = new Redis(url, {
      // Scripts answer alike in both; 2 is known to every server and proxy.
      protocol: 2,
      connectionName: name,
      lazyConnect: true,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      // Without it a command that lost its connection would neither resolve nor reject.
      maxRetriesPerRequest: 0,
      connectTimeout: timeoutMs,
      commandTimeout: timeoutMs,
      // The next call would wait on the same dead connection.
      socketTimeout: timeoutMs,
      // A former primary: the new one is a connection away.
      reconnectOnError: (error) => error.message.startsWith('READONLY'),
      retryStrategy: (times) => Math.min(50 * times, MAX_RECONNECT_DELAY_MS),
    });
    this.client.on('ready', () => {
      if (this.isReported) this.logger.log('Redis (idempotency) is there again.');
      this.isReported = false;
    });
    this.client.on('error', (error) => this.failed(messageOf(error)));
    this.client.on('close', () => this.failed('The connection was lost.'));
  }

  /** Connects, and looks now and then whether the server still answers. */
  open(): void {
    this.client.connect().catch((error: unknown) => this.failed(messageOf(error)));
    this.pings = setInterval(() => {
      if (this.isReady) this.client.ping().catch((error: unknown) => this.failed(messageOf(error)));
    }, PING_INTERVAL_MS);
    this.pings.unref();
  }

  /** @returns false when it isn't connected by then; `health()` says why */
  async readyWithin(timeoutMs: number): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    while (!this.isReady && performance.now() < deadline) await sleep(LOOK_INTERVAL_MS);
    return this.isReady;
  }

  health(): Health {
    if (!this.isReady) return { status: 'down', detail: this.problem };
    const isFresh = this.refusal && performance.now() - this.refusal.atMs < MEMORY_MS;
    return isFresh ? { status: 'down', detail: this.refusal!.problem } : { status: 'up' };
  }

  /** @throws LeaseStoreUnavailableError */
  async call(command: string, ...args: (string | number)[]): Promise<unknown> {
    if (!this.isReady) throw new LeaseStoreUnavailableError(this.problem);
    try {
      const answer = await this.client.call(command, args);
      this.refusal = undefined;
      return answer;
    } catch (error) {
      if (isRefusal(error)) this.refusal = { problem: messageOf(error), atMs: performance.now() };
      throw new LeaseStoreUnavailableError(messageOf(error), { cause: error });
    }
  }

  close(): void {
    clearInterval(this.pings);
    this.isReported = true;
    this.client.disconnect();
  }

  private get isReady(): boolean {
    return this.client.status === 'ready';
  }

  private failed(problem: string): void {
    // What closed the connection says more than that it is closed.
    if (!this.isReported) this.problem = problem;
    if (this.isReported) this.logger.debug(`Redis (idempotency): ${problem}`);
    else this.logger.warn(`Redis (idempotency): ${problem} It is tried again until it is there.`);
    this.isReported = true;
  }
}

/** An error that Redis itself answered with: full, read-only, its disk failing, no rights. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // How ioredis says it; there are no retries to speak of.
  if (error.name === 'MaxRetriesPerRequestError') return 'The connection was lost.';
  return /\W$/.test(error.message) ? error.message : `${error.message}.`;
}
