import type { Channel, ChannelModel, ConfirmChannel } from 'amqplib';

/**
 * One connection from open to lost. Whatever breaks, the connection, a channel, a consumer, the
 * session as a whole is lost and its link opens the next one.
 */
export class Session {
  /** Resolves with the reason once, and never rejects. */
  readonly lost: Promise<Error>;
  /** Set synchronously when the session is lost. */
  isLost = false;
  /** Channels are being closed by us, which loses nothing. */
  isEnding = false;
  private resolveLost!: (reason: Error) => void;
  private readonly lostListeners = new Set<() => void>();

  constructor(private readonly connection: ChannelModel) {
    this.lost = new Promise((resolve) => (this.resolveLost = resolve));
    connection.on('error', (error: Error) => this.lose(error));
    connection.on('close', (error?: Error) => this.lose(error ?? new Error('Connection closed.')));
  }

  /** Everyone who listens is told before this returns, so before anybody closes the connection. */
  lose(reason: Error): void {
    if (this.isLost) return;
    this.isLost = true;
    for (const listener of this.lostListeners) listener();
    this.resolveLost(reason);
  }

  /** Called within `lose`; at once where the session is lost already. */
  onLost(listener: () => void): void {
    if (this.isLost) listener();
    else this.lostListeners.add(listener);
  }

  async openChannel(): Promise<Channel> {
    return this.watch(await this.connection.createChannel());
  }

  async openConfirmChannel(): Promise<ConfirmChannel> {
    return this.watch(await this.connection.createConfirmChannel());
  }

  /** For a question: a refusal closes that channel, and loses nothing else. Whoever asks closes it. */
  async openSideChannel(): Promise<Channel> {
    const channel = await this.connection.createChannel();
    // The question itself fails with it.
    channel.on('error', () => undefined);
    return channel;
  }

  /** The broker stops reading what we send while one of its alarms is on. */
  onBlocked(listener: (blocked: boolean) => void): void {
    this.connection.on('blocked', () => listener(true));
    this.connection.on('unblocked', () => listener(false));
  }

  private watch<C extends Channel>(channel: C): C {
    channel.on('error', (error: Error) => this.lose(error));
    channel.on('close', () => {
      if (!this.isEnding) this.lose(new Error('Channel closed.'));
    });
    return channel;
  }
}
