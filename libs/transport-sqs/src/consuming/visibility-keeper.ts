import { Logger } from '@nestjs/common';
import type { Clock } from '@app/messaging';
import { describe } from '../connection/sqs-error.js';
import type { SqsClient } from '../connection/sqs.client.js';
import type { HeldMessage } from './held-message.js';
import type { HeldMessages } from './held-messages.js';
import { inTens } from './in-tens.js';

export interface VisibilityKeeperOptions {
  readonly url: () => Promise<string>;
  readonly client: Pick<SqsClient, 'changeVisibilityBatch'>;
  readonly clock: Clock;
  readonly held: HeldMessages;
  readonly visibilitySeconds: number;
  readonly maxHoldMs: number;
  /** The message is someone else's from now on. */
  readonly onLost: (message: HeldMessage) => void;
}

/**
 * Keeps what we hold invisible to others: renews it at a third of the visibility timeout, and
 * notices what could not be renewed in time, so that its handler hears before its next owner starts.
 */
export class VisibilityKeeper {
  private readonly logger = new Logger('SqsTransport');
  private readonly visibilityMs: number;
  private cancelTimer: (() => void) | undefined;
  private isStopped = false;

  constructor(private readonly options: VisibilityKeeperOptions) {
    this.visibilityMs = options.visibilitySeconds * 1_000;
  }

  start(): void {
    this.schedule(this.visibilityMs / 3);
  }

  stop(): void {
    this.isStopped = true;
    this.cancelTimer?.();
  }

  /** Until when a message is ours that SQS made invisible at `since` or later, by elapsed time. */
  ownedUntil(since: number): number {
    // Earlier than SQS by a tenth, as clocks and networks are slow.
    return since + this.visibilityMs * 0.9;
  }

  lose(message: HeldMessage, reason: string): void {
    if (message.isLost) return;
    this.logger.warn({ msg: `Lost a message: ${reason}`, ...message.received.coordinates });
    this.options.held.drop(message);
    message.lose(reason);
    this.options.onLost(message);
  }

  private schedule(delayMs: number): void {
    if (this.isStopped) return;
    this.cancelTimer = this.options.clock.after(delayMs, () => void this.tick());
  }

  private async tick(): Promise<void> {
    const { clock, held } = this.options;
    this.loseOverdue();
    const renewed = await Promise.all(inTens(held.all()).map((ten) => this.renew(ten)));
    this.loseOverdue();
    const delayMs = renewed.every(Boolean) ? this.visibilityMs / 3 : this.visibilityMs / 15;
    const earliest = Math.min(...held.all().map((it) => it.ownedUntil));
    const untilFirstLoss = Math.max(earliest - clock.elapsedMs(), 0);
    this.schedule(Math.min(delayMs, untilFirstLoss));
  }

  private loseOverdue(): void {
    const { clock, held, maxHoldMs } = this.options;
    const now = clock.elapsedMs();
    for (const message of held.all()) {
      if (now >= message.ownedUntil) this.lose(message, 'Its visibility was not renewed in time.');
      else if (now - message.heldSince >= maxHoldMs) {
        this.lose(message, `It was held for longer than ${maxHoldMs} ms.`);
      }
    }
  }

  /** @returns whether all is well */
  private async renew(messages: readonly HeldMessage[]): Promise<boolean> {
    const { client, clock, url, visibilitySeconds } = this.options;
    const handles = messages.map((it) => it.received.receiptHandle);
    const sentAt = clock.elapsedMs();
    try {
      const timeoutMs = Math.floor(this.visibilityMs / 6);
      const address = await url();
      const results = await client.changeVisibilityBatch(
        address,
        handles,
        visibilitySeconds,
        timeoutMs,
      );
      for (const [index, message] of messages.entries()) {
        const result = results[index];
        if (result?.kind === 'done') message.ownedUntil = this.ownedUntil(sentAt);
        // It may have been deleted while the request was under way: then nobody holds it.
        else if (result?.kind === 'failed' && result.ours && this.isHeld(message)) {
          this.lose(message, `SQS does not renew its visibility (${result.detail}).`);
        }
      }
      return results.every((it) => it.kind === 'done');
    } catch (error) {
      this.logger.warn(`Visibility was not renewed: ${describe(error)}`);
      return false;
    }
  }

  private isHeld(message: HeldMessage): boolean {
    return this.options.held.get(message.received.id) === message;
  }
}
