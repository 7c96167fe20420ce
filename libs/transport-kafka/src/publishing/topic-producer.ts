import { CompressionTypes, type Message, type Producer } from 'kafkajs';
import { isAnswer, isRefusal, rootCause } from '../client/kafka-error.js';

/** What became of a request; `open`: nobody knows, it may be stored or not. */
export type SendOutcome =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'refused'; readonly error: Error }
  | { readonly kind: 'open'; readonly error: Error };

export interface TopicProducerOptions {
  /** The physical name. */
  readonly topic: string;
  readonly compress: boolean;
  /** A send that takes longer is given up, and its outcome open. */
  readonly sendTimeoutMs: number;
  /** Resolves when the topic exists. */
  readonly ready: () => Promise<void>;
  readonly createProducer: () => Producer;
}

/** Below this, gzip costs more than it saves. */
const COMPRESS_FROM_BYTES = 4 * 1024;

/**
 * Sends to one topic, one request at a time (the caller's duty). After a request without an answer
 * it starts over with a new kafkajs producer: a connection that broke in the middle of an answer
 * leaves its bytes in kafkajs's buffer, and what comes next would be misread.
 */
export class TopicProducer {
  private producer: Producer | undefined;

  constructor(private readonly options: TopicProducerOptions) {}

  async send(messages: Message[], sizeBytes: number): Promise<SendOutcome> {
    try {
      await withinMs(this.options.sendTimeoutMs, this.trySend(messages, sizeBytes));
      return { kind: 'confirmed' };
    } catch (error) {
      if (!isAnswer(error)) this.discard();
      return { kind: isRefusal(error) ? 'refused' : 'open', error: rootCause(error) };
    }
  }

  async close(): Promise<void> {
    await this.producer?.disconnect();
  }

  private async trySend(messages: Message[], sizeBytes: number): Promise<void> {
    const { topic, compress } = this.options;
    await this.options.ready();
    const producer = await this.connected();
    const compression =
      compress && sizeBytes >= COMPRESS_FROM_BYTES ? CompressionTypes.GZIP : CompressionTypes.None;
    await producer.send({ topic, messages, acks: -1, compression });
  }

  private async connected(): Promise<Producer> {
    if (!this.producer) {
      this.producer = this.options.createProducer();
      await this.producer.connect();
    }
    return this.producer;
  }

  private discard(): void {
    // Its connections are broken or silent; nothing is lost if they don't close properly.
    this.producer?.disconnect().catch(() => undefined);
    this.producer = undefined;
  }
}

async function withinMs(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Kafka didn't answer within ${ms} ms.`)), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
