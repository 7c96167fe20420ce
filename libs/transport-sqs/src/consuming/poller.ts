import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { Message } from '@aws-sdk/client-sqs';
import { backoffMs, sleep, type Clock } from '@app/messaging';
import { describe, isRefusal } from '../connection/sqs-error.js';
import type { SqsClient } from '../connection/sqs.client.js';

export interface PollerOptions {
  /** For logs. */
  readonly queue: string;
  readonly url: () => Promise<string>;
  readonly client: Pick<SqsClient, 'receive'>;
  readonly clock: Clock;
  readonly fifo: boolean;
  readonly visibilitySeconds: number;
  readonly waitSeconds: number;
  /** Waits until there is room for some, and reserves it. @returns 0 when the app stops */
  readonly reserve: () => Promise<number>;
  /** @param reserved what had been reserved for them */
  readonly onMessages: (messages: readonly Message[], reserved: number) => void;
  readonly stopping: AbortSignal;
}

/** When the app stops, a receive that ends this soon is not cut: its messages would be out of sight. */
const SOON_SECONDS = 2;
const NEVER = new AbortController().signal;
const BACKOFF = { firstMs: 100, longestMs: 5_000 };
/** SQS knows an attempt for five minutes. */
const ATTEMPT_LIFETIME_MS = 240_000;

/** One receive after the other. */
export class Poller {
  private readonly logger = new Logger('SqsTransport');
  private attempt: { readonly id: string; readonly startedAt: number } | undefined;

  constructor(private readonly options: PollerOptions) {}

  /** Resolves when the app stops and nothing that SQS has handed out is forgotten. */
  async run(): Promise<void> {
    const { clock, reserve, stopping, waitSeconds } = this.options;
    const signal = waitSeconds <= SOON_SECONDS ? NEVER : stopping;
    let failures = 0;
    for (;;) {
      const room = await reserve();
      if (room === 0) break;
      const isReceived = await this.receive(room, waitSeconds, signal);
      failures = isReceived ? 0 : failures + 1;
      if (stopping.aborted) break;
      if (failures > 0) await sleep(clock, backoffMs(BACKOFF, failures), [stopping]);
    }
    await this.recover();
  }

  /**
   * SQS may have handed messages out to a receive that we gave up. On a FIFO queue the same attempt
   * gives them once more, and so they can be handed back; a standard queue waits for its timeout.
   */
  private async recover(): Promise<void> {
    if (this.attempt) await this.receive(10, 0, NEVER);
  }

  /** @returns whether SQS answered */
  private async receive(room: number, waitSeconds: number, signal: AbortSignal): Promise<boolean> {
    const { client, onMessages, queue, url, visibilitySeconds } = this.options;
    try {
      const attemptId = this.attemptId();
      const request = { maxMessages: room, visibilitySeconds, waitSeconds };
      const messages = await client.receive(
        await url(),
        { ...request, ...(attemptId !== undefined && { attemptId }) },
        signal,
      );
      this.attempt = undefined;
      onMessages(messages, room);
      return true;
    } catch (error) {
      onMessages([], room);
      if (isRefusal(error)) this.attempt = undefined;
      if (!signal.aborted) {
        this.logger.warn(`Queue ${queue} can't be read now: ${describe(error)}`);
      }
      return false;
    }
  }

  private attemptId(): string | undefined {
    const { clock, fifo } = this.options;
    if (!fifo) return undefined;
    const now = clock.elapsedMs();
    if (!this.attempt || now - this.attempt.startedAt > ATTEMPT_LIFETIME_MS) {
      this.attempt = { id: randomUUID(), startedAt: now };
    }
    return this.attempt.id;
  }
}
