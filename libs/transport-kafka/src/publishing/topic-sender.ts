import {
  deliveryScope,
  PublishRejectedError,
  type Clock,
  type OutboundMessage,
} from '@app/messaging';
import { gather } from './gather.js';
import { sizeOf, toKafkaMessage } from '../codec/kafka-message.js';
import { OpenMessages } from './open-messages.js';
import { PendingMessage } from './pending-message.js';
import type { SendOutcome, TopicProducer } from './topic-producer.js';

export interface TopicSenderOptions {
  readonly topic: string;
  readonly producer: Pick<TopicProducer, 'send' | 'close'>;
  readonly clock: Clock;
  readonly deliveryTimeoutMs: number;
  readonly limitBytes: number;
  readonly onOutcome: (outcome: SendOutcome) => void;
}

const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 1_000;

/**
 * Sends the messages of one topic in the order of publishing, one request in flight: whoever
 * publishes meanwhile is gathered into the next one. A request without an outcome is sent again
 * until its messages are out of time.
 *
 * One sender a topic: a topic that can't be written holds up no other.
 */
export class TopicSender {
  private readonly waiting: PendingMessage[] = [];
  private readonly open: OpenMessages;
  private isSending = false;
  private isClosed = false;

  constructor(private readonly options: TopicSenderOptions) {
    this.open = new OpenMessages(options.topic);
  }

  /** @throws PublishRejectedError, PublishUnconfirmedError */
  async send(outbound: OutboundMessage): Promise<void> {
    if (this.isClosed) throw new PublishRejectedError('The publisher is closed. Nothing was sent.');

    const pending = new PendingMessage(outbound.key, toKafkaMessage(outbound), sizeOf(outbound));
    this.open.add(pending);
    this.waiting.push(pending);
    const { clock, deliveryTimeoutMs } = this.options;
    const cancel = clock.after(deliveryTimeoutMs, () =>
      this.open.giveUp(pending, `No confirmation within ${deliveryTimeoutMs / 1_000} s.`),
    );
    // kafkajs keeps the scope in which it connects: it must be nobody's delivery.
    if (!this.isSending) void deliveryScope.exit(() => this.run());
    try {
      await pending.confirmed;
    } finally {
      cancel();
    }
  }

  /** Waits for what is under way, `ms` at most, and rejects the rest. */
  async close(ms: number): Promise<void> {
    this.isClosed = true;
    const settled = this.open.allSettled();
    const cancel = this.options.clock.after(ms, () => this.open.giveUpAll('The app stopped.'));
    await settled;
    cancel();
    await this.options.producer.close();
  }

  private async run(): Promise<void> {
    this.isSending = true;
    // What the same turn publishes goes together.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const count = gather(this.waiting, this.options.limitBytes);
      await this.deliver(this.waiting.splice(0, count));
    }
    this.isSending = false;
  }

  private async deliver(batch: PendingMessage[]): Promise<void> {
    for (let backoffMs = FIRST_BACKOFF_MS; ; backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS)) {
      const rest = batch.filter((pending) => !pending.isSettled);
      if (rest.length === 0) return;
      const outcome = await this.request(rest);
      this.options.onOutcome(outcome);
      switch (outcome.kind) {
        case 'confirmed':
          for (const pending of rest) this.open.confirm(pending);
          return;
        case 'refused':
          return await this.afterRefusal(rest, outcome.error);
        case 'open':
          await this.pause(backoffMs);
          break;
        default:
          return outcome satisfies never;
      }
    }
  }

  private async request(batch: readonly PendingMessage[]): Promise<SendOutcome> {
    for (const pending of batch) pending.wasSent = true;
    const sizeBytes = batch.reduce((sum, pending) => sum + pending.sizeBytes, 0);
    return await this.options.producer.send(
      batch.map((pending) => pending.message),
      sizeBytes,
    );
  }

  /** The broker doesn't say which message it refuses: each is asked for alone, still in order. */
  private async afterRefusal(batch: readonly PendingMessage[], cause: Error): Promise<void> {
    const [first, ...others] = batch;
    if (first && others.length === 0) {
      this.open.refuse(first, cause);
      return;
    }
    for (const pending of batch) await this.deliver([pending]);
  }

  private async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => this.options.clock.after(ms, resolve));
  }
}
