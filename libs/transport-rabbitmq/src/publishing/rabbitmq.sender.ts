import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock, PublishUnconfirmedError, type Health } from '@app/messaging';
import { RabbitMqLink } from '../connection/rabbitmq-link.js';
import type { Session } from '../connection/session.js';
import { RABBITMQ_OPTIONS, type RabbitMqTransportOptions } from '../rabbitmq.module-definition.js';
import { PhysicalTopology } from '../topology/physical-topology.js';
import { ConfirmingChannel } from './confirming-channel.js';
import type { Envelope } from './envelope.js';
import { Outlet } from './outlet.js';

/**
 * Sends with confirmation, on a connection of its own: the broker throttles connections that
 * publish, and acknowledgements must not wait for that. It closes last, as handlers that drain
 * still publish.
 */
@Injectable()
export class RabbitMqSender implements OnModuleInit, OnApplicationShutdown {
  private readonly outlet = new Outlet();
  private readonly link: RabbitMqLink;
  private readonly timeoutMs: number;
  private session: Session | undefined;

  constructor(
    @Inject(RABBITMQ_OPTIONS) { settings }: RabbitMqTransportOptions,
    private readonly topology: PhysicalTopology,
    private readonly clock: Clock,
  ) {
    this.timeoutMs = settings.RABBITMQ_PUBLISH_TIMEOUT_MS;
    this.link = new RabbitMqLink({
      role: 'publisher',
      url: settings.RABBITMQ_URL,
      heartbeatSeconds: settings.RABBITMQ_HEARTBEAT_SECONDS,
      clock,
      setUp: (session) => this.setUp(session),
    });
  }

  /** Connects in the background: an app can start, and fill its outbox, without its broker. */
  onModuleInit(): void {
    this.link.start().catch(() => {
      // The link has logged it, health shows it, and it goes on trying.
    });
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  /** Whoever waits to send is told at once. */
  async close(): Promise<void> {
    this.outlet.end();
    await this.link.stop();
  }

  health(): Health {
    if (!this.outlet.isBlocked) return this.link.health();
    return { status: 'down', detail: 'RabbitMQ accepts no messages: one of its alarms is on.' };
  }

  /**
   * Resolves when the broker keeps the message, rejects within the publish timeout otherwise.
   * @throws UnroutableMessageError, PublishRejectedError, PublishUnconfirmedError
   */
  async send(message: Envelope): Promise<void> {
    const deadline = new AbortController();
    const cancel = this.clock.after(this.timeoutMs, () => deadline.abort());
    try {
      const channel = await this.outlet.writable(deadline.signal);
      if (!channel) throw this.unreachable();
      await Promise.race([channel.send(message), this.noConfirmation(deadline.signal)]);
    } finally {
      cancel();
    }
  }

  /** Starts anew, which declares the topology again: something of it was deleted at the broker. */
  reopen(reason: Error): void {
    this.session?.lose(reason);
  }

  private async setUp(session: Session): Promise<void> {
    this.session = session;
    const channel = await session.openConfirmChannel();
    await this.topology.declare(channel);
    session.onBlocked((blocked) => this.outlet.block(blocked));
    this.outlet.open(new ConfirmingChannel(channel, this.outlet.changed));
    session.onLost(() => this.outlet.close());
  }

  private unreachable(): PublishUnconfirmedError {
    const { detail = 'busy' } = this.health();
    return new PublishUnconfirmedError(
      `RabbitMQ took no message within ${this.timeoutMs} ms (${detail}). Nothing was sent; try again.`,
    );
  }

  private noConfirmation(signal: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () =>
        reject(
          new PublishUnconfirmedError(
            `RabbitMQ did not confirm the message within ${this.timeoutMs} ms. Send it again.`,
          ),
        ),
      );
    });
  }
}
