import { Logger } from '@nestjs/common';
import { CompressionTypes, type Message, type Producer } from 'kafkajs';
import { isAnswer, isRefusal, rootCause } from '../connection/kafka-error.js';

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
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Sends to one topic, one request at a time (the caller's duty). After a request without an answer
 * it starts over with a new kafkajs producer: a connection that broke in the middle of an answer
 * leaves its bytes in kafkajs's buffer, and what comes next would be misread.
 */
export class TopicProducer {
  private readonly logger = new Logger(TopicProducer.name);
  private producer: Producer | undefined;
  /** Changes when a send is given up: what it still waits for must not go on to the broker. */
  private generation = 0;

  constructor(private readonly options: TopicProducerOptions) {}

  async send(messages: Message[], sizeBytes: number): Promise<SendOutcome> {
    try {
      await withinMs(this.options.sendTimeoutMs, this.trySend(messages, sizeBytes));
      return { kind: 'confirmed' };
    } catch (error) {
      if (!isAnswer(error)) void this.release();
      return { kind: isRefusal(error) ? 'refused' : 'open', error: rootCause(error) };
    }
  }

  async close(): Promise<void> {
    await this.release();
  }

  private async trySend(messages: Message[], sizeBytes: number): Promise<void> {
    const { topic, compress } = this.options;
    const { generation } = this;
    await this.options.ready();
    this.assertCurrent(generation);
    const producer = this.producer ?? (await this.connect(generation));
    const compression =
      compress && sizeBytes >= COMPRESS_FROM_BYTES ? CompressionTypes.GZIP : CompressionTypes.None;
    await producer.send({ topic, messages, acks: -1, compression });
  }

  /** Only a producer that is connected, and still wanted then, is kept. */
  private async connect(generation: number): Promise<Producer> {
    const producer = this.options.createProducer();
    try {
      await producer.connect();
      this.assertCurrent(generation);
    } catch (error) {
      void this.disconnect(producer);
      throw error;
    }
    this.producer = producer;
    return producer;
  }

  private assertCurrent(generation: number): void {
    if (generation !== this.generation) throw new Error('This send was given up.');
  }

  /** Gives up what is under way, and the producer with it. */
  private async release(): Promise<void> {
    this.generation++;
    const { producer } = this;
    this.producer = undefined;
    if (producer) await this.disconnect(producer);
  }

  /** kafkajs waits for requests that are under way: on a silent connection for all their time. */
  private async disconnect(producer: Producer): Promise<void> {
    try {
      await withinMs(CLOSE_TIMEOUT_MS, producer.disconnect());
    } catch (error) {
      this.logger.debug(`A producer didn't close properly: ${rootCause(error).message}`);
    }
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
