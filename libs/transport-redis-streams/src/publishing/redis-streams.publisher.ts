import { Inject, Injectable } from '@nestjs/common';
import {
  Clock,
  MessagePublisher,
  MessageTooLargeError,
  PublishRejectedError,
  PublishUnconfirmedError,
  type Destination,
  type OutboundMessage,
} from '@app/messaging';
import { REDIS_STREAMS } from '../broker.js';
import { Connections } from '../connection/connections.js';
import { isAnswer, messageOf } from '../connection/redis-error.js';
import { unlessAborted } from '../connection/unless-aborted.js';
import { writeFields } from '../codec/entry-fields.js';
import { Streams, type PhysicalStream } from '../topology/streams.js';
import {
  REDIS_STREAMS_OPTIONS,
  type RedisStreamsTransportOptions,
} from '../redis-streams.module-definition.js';

/**
 * Appends to streams. Confirmed means that Redis has it; how much of that a crash of Redis itself
 * spares is a matter of its `appendfsync`. While Redis is away a publish waits within its timeout.
 */
@Injectable()
export class RedisStreamsPublisher extends MessagePublisher {
  override readonly brokers = [REDIS_STREAMS];

  constructor(
    @Inject(REDIS_STREAMS_OPTIONS) private readonly options: RedisStreamsTransportOptions,
    private readonly streams: Streams,
    private readonly connections: Connections,
    private readonly clock: Clock,
  ) {
    super();
  }

  override maxBodyBytes({ name }: Destination): number {
    this.streams.get(name);
    return this.options.settings.REDIS_STREAMS_MAX_BODY_BYTES;
  }

  override async publish(destination: Destination, message: OutboundMessage): Promise<void> {
    const limit = this.maxBodyBytes(destination);
    if (message.body.length > limit) {
      throw new MessageTooLargeError(destination, message.body.length, limit);
    }
    const timeoutMs = this.options.settings.REDIS_STREAMS_PUBLISH_TIMEOUT_MS;
    const over = new AbortController();
    const cancel = this.clock.after(timeoutMs, () => over.abort());
    try {
      await this.append(this.streams.get(destination.name), message, over.signal);
    } catch (error) {
      throw toPublishError(destination, error);
    } finally {
      cancel();
    }
  }

  private async append(
    { key, maxLength }: PhysicalStream,
    message: OutboundMessage,
    signal: AbortSignal,
  ): Promise<void> {
    const { shared } = this.connections;
    await shared.ready(signal);
    if (!shared.isReady) throw new Error(`Redis is not there (${shared.problem})`);
    const bound = maxLength === undefined ? [] : ['MAXLEN', '~', maxLength];
    const added = shared.client.call('XADD', [key, ...bound, '*', ...writeFields(message)]);
    await unlessAborted(signal, added);
  }
}

function toPublishError({ name }: Destination, cause: unknown): Error {
  const why = messageOf(cause);
  return isAnswer(cause)
    ? new PublishRejectedError(`Redis refused a message for ${name}: ${why}`, { cause })
    : new PublishUnconfirmedError(
        `No confirmation: ${why}. The message for ${name} may be stored or not; publish it again.`,
        { cause },
      );
}
