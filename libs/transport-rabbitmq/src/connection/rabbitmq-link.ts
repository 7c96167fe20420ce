import { Logger } from '@nestjs/common';
import { connect, type Channel, type ChannelModel } from 'amqplib';
import { backoffMs, ConfigurationError, sleep, toError } from '@app/messaging';
import type { Clock, Health } from '@app/messaging';
import { closeConnection, cutConnection } from './close-connection.js';
import { Session } from './session.js';

export interface LinkOptions {
  /** For logs: `consumer`, `publisher`. */
  readonly role: string;
  readonly url: string;
  readonly heartbeatSeconds: number;
  readonly clock: Clock;
  /** Prepares a fresh connection: topology, channels. The link is up once it resolves. */
  readonly setUp: (session: Session) => Promise<void>;
}

const BACKOFF = { firstMs: 100, longestMs: 5_000 };
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * A connection that comes back by itself. One loop opens, prepares, waits until it is lost, throws
 * it away and starts again, for as long as it isn't stopped. Nothing else closes connections.
 */
export class RabbitMqLink {
  private readonly logger = new Logger(RabbitMqLink.name);
  private readonly stopping = new AbortController();
  private connection: ChannelModel | undefined;
  private session: Session | undefined;
  private loop: Promise<void> | undefined;
  private status: Health = { status: 'down', detail: 'Not connected yet.' };

  constructor(private readonly options: LinkOptions) {}

  health(): Health {
    return this.status;
  }

  /**
   * Resolves once the link is up for the first time, however long the broker takes, or is stopped.
   * @throws ConfigurationError where waiting can't help
   */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.loop ??= this.run(resolve, reject);
    });
  }

  /**
   * For a question; whoever asks closes it.
   * @throws Error where the link is down
   */
  async openSideChannel(): Promise<Channel> {
    if (this.session && !this.session.isLost) return this.session.openSideChannel();
    throw new Error(`RabbitMQ: ${this.status.detail ?? 'Not connected.'}`);
  }

  /** Lets the connection be, but opens none after it. Its channels may be closed one by one. */
  retire(): void {
    this.stopping.abort();
    if (this.session) this.session.isEnding = true;
  }

  /** Closes in good order. Resolves when the connection is gone. */
  async stop(): Promise<void> {
    this.retire();
    this.session?.lose(new Error('Closing.'));
    await this.loop;
  }

  /** Cuts the connection, so that the broker redelivers. */
  async abandon(): Promise<void> {
    this.retire();
    if (this.connection) cutConnection(this.connection);
    await this.stop();
  }

  private async run(up: () => void, unusable: (error: Error) => void): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted;) {
      const reason = await this.live(() => {
        failures = 0;
        this.status = { status: 'up' };
        up();
      });
      this.down(reason);
      if (signal.aborted) break;
      if (reason instanceof ConfigurationError) unusable(reason);
      failures += 1;
      const delayMs = backoffMs(BACKOFF, failures);
      this.logger.warn({
        msg: `RabbitMQ ${this.options.role} connection is down, next try in ${delayMs} ms`,
        error: reason,
      });
      await sleep(this.options.clock, delayMs, [signal]);
    }
    up();
  }

  private down(reason: Error): void {
    this.status = { status: 'down', detail: reason.message };
  }

  /** From connect to lost. @returns why it ended; never rejects */
  private async live(onUp: () => void): Promise<Error> {
    try {
      this.connection = await connect(withHeartbeat(this.options), {
        timeout: CONNECT_TIMEOUT_MS,
        noDelay: true,
      });
      const session = new Session(this.connection);
      this.session = session;
      // At once: to close what is left of it may take seconds.
      void session.lost.then((reason) => this.down(reason));
      if (this.stopping.signal.aborted) return new Error('Closing.');
      // A broker that doesn't answer can't keep us: whoever stops us loses the session. But what
      // setUp fails with says more than the loss that it caused, and comes within the same turn.
      await Promise.race([this.options.setUp(session), session.lost.then(nextTurn)]);
      if (!session.isLost) onUp();
      return await session.lost;
    } catch (error) {
      return toError(error);
    } finally {
      this.session?.lose(new Error('Connection closed.'));
      if (this.connection) await closeConnection(this.connection);
      this.session = undefined;
      this.connection = undefined;
    }
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function withHeartbeat({ url, heartbeatSeconds }: LinkOptions): string {
  const parsed = new URL(url);
  parsed.searchParams.set('heartbeat', String(heartbeatSeconds));
  return parsed.href;
}
