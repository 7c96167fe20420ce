import { ChangeNotice } from '@app/messaging';
import type { ConfirmingChannel } from './confirming-channel.js';

/** The current way out to the broker, and a queue of those who wait for it. */
export class Outlet {
  private channel: ConfirmingChannel | undefined;
  private blocked = false;
  private ended = false;
  private readonly change = new ChangeNotice();

  open(channel: ConfirmingChannel): void {
    this.channel = channel;
    this.blocked = false;
    this.changed();
  }

  close(): void {
    this.channel = undefined;
  }

  /** Nobody waits any longer: there will be no other channel. */
  end(): void {
    this.ended = true;
    this.changed();
  }

  /** One of the broker's alarms is on: it reads nothing that we would send. */
  get isBlocked(): boolean {
    return this.blocked;
  }

  block(blocked: boolean): void {
    this.blocked = blocked;
    if (!blocked) this.changed();
  }

  readonly changed = this.change.give;

  /** @returns a channel to write to at once, or undefined once that is hopeless or `signal` is aborted */
  async writable(signal: AbortSignal): Promise<ConfirmingChannel | undefined> {
    while (!signal.aborted && !this.ended) {
      if (this.channel?.writable && !this.blocked) return this.channel;
      await this.change.next(signal);
    }
    return undefined;
  }
}
