import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { APP_NAME } from '@app/messaging';
import { RedisConnection } from './redis-connection.js';
import {
  REDIS_STREAMS_OPTIONS,
  type RedisStreamsTransportOptions,
} from '../redis-streams.module-definition.js';

/** Redis answers in milliseconds; a busy one takes a while longer. */
const ANSWER_TIMEOUT_MS = 5_000;

/** The connections of an app: one for all that is answered at once, and one for each blocked read. */
@Injectable()
export class Connections implements OnApplicationShutdown {
  /** Publishes, settles, renews. */
  readonly shared: RedisConnection;
  private readonly all = new Set<RedisConnection>();

  constructor(
    @Inject(REDIS_STREAMS_OPTIONS) private readonly options: RedisStreamsTransportOptions,
    @Inject(APP_NAME) private readonly app: string,
  ) {
    this.shared = this.create('shared', 0);
  }

  /** For reads that wait `blockMs` at the server: nothing else gets through meanwhile. */
  forReading(blockMs: number): RedisConnection {
    return this.create('reader', blockMs);
  }

  /** For good and at once: answers that are due don't come any more. */
  drop(connection: RedisConnection): void {
    this.all.delete(connection);
    connection.drop();
  }

  /** After transports and publishers: both still need them while they close. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.all].map((connection) => connection.close()));
  }

  private create(role: string, blockMs: number): RedisConnection {
    const connection = new RedisConnection({
      url: this.options.settings.REDIS_URL,
      name: `${this.app}-${role}`,
      answerTimeoutMs: ANSWER_TIMEOUT_MS + blockMs,
    });
    this.all.add(connection);
    return connection;
  }
}
