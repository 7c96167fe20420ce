import { Logger } from '@nestjs/common';
import type { Message } from '@aws-sdk/client-sqs';
import { endsWithin, type Clock, type ConcurrencyLimit } from '@app/messaging';
import { describe } from '../connection/sqs-error.js';
import type { SqsClient } from '../connection/sqs.client.js';
import { Deleter } from './deleter.js';
import { GroupLanes, type Outcome } from './group-lanes.js';
import { HeldMessage } from './held-message.js';
import { HeldMessages } from './held-messages.js';
import { inTens } from './in-tens.js';
import type { MessageHandler } from './message-handler.js';
import { Poller } from './poller.js';
import { toReceived } from './received-message.js';
import { Room } from './room.js';
import { VisibilityKeeper } from './visibility-keeper.js';

export interface QueueReaderOptions {
  /** For logs. */
  readonly queue: string;
  readonly url: () => Promise<string>;
  readonly client: SqsClient;
  readonly clock: Clock;
  readonly handler: Pick<MessageHandler, 'handle'>;
  readonly limit: ConcurrencyLimit;
  /** Handlers that run side by side at most. */
  readonly concurrency: number;
  readonly fifo: boolean;
  readonly pollers: number;
  readonly visibilitySeconds: number;
  readonly waitSeconds: number;
  readonly maxHoldMs: number;
  /** Aborted when the app stops. */
  readonly stopping: AbortSignal;
}

/** What giving back may take once nothing else is waited for. */
const GIVE_BACK_TIMEOUT_MS = 2_000;

/** Reads one queue: what it holds is renewed, handled in the order of its group, and deleted. */
export class QueueReader {
  private readonly logger = new Logger('SqsTransport');
  private readonly held = new HeldMessages();
  private readonly keeper: VisibilityKeeper;
  private readonly deleter: Deleter;
  private readonly lanes: GroupLanes;
  private readonly room: Room;
  private polling: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: QueueReaderOptions) {
    const { concurrency, stopping } = options;
    this.keeper = new VisibilityKeeper({
      ...options,
      held: this.held,
      onLost: (message) => this.lanes.abandon(message),
    });
    this.deleter = new Deleter({
      ...options,
      onDeleted: (message) => this.forget(message),
      onRefused: (message, reason) => this.keeper.lose(message, reason),
    });
    this.lanes = new GroupLanes({
      work: (message, park) => this.work(message, park),
      giveBack: (messages) => this.giveBack(messages),
      onChange: () => this.room.changed(),
    });
    const inUse = () => (this.held.isFull ? Number.POSITIVE_INFINITY : this.lanes.runnable);
    this.room = new Room(concurrency, inUse, stopping);
  }

  start(): void {
    this.keeper.start();
    const pollers = Array.from({ length: this.options.pollers }, () => this.poller());
    this.polling = Promise.all(pollers.map((it) => it.run()));
  }

  /**
   * Once the app is stopping: lets running handlers finish, deletes what they finished and gives
   * the rest back. What isn't finished after `timeoutMs` is given up.
   */
  async close(timeoutMs: number): Promise<void> {
    const { clock, limit } = this.options;
    limit.stop();
    const drained = this.polling.then(() => this.lanes.idle()).then(() => this.deleter.idle());
    if (!(await endsWithin(clock, timeoutMs, drained))) await this.giveUp();
    this.keeper.stop();
  }

  private poller(): Poller {
    return new Poller({
      ...this.options,
      reserve: () => this.room.reserve(),
      onMessages: (messages, reserved) => {
        this.room.free(reserved);
        for (const message of messages) this.take(message);
        this.room.changed();
      },
    });
  }

  private take(message: Message): void {
    const { clock } = this.options;
    const received = toReceived(message);
    const now = clock.elapsedMs();
    const before = this.held.get(received.id);
    if (before) this.keeper.lose(before, 'SQS delivered it again.');
    const held = new HeldMessage(received, now, this.keeper.ownedUntil(now));
    this.held.add(held);
    this.lanes.push(held);
  }

  private async work(message: HeldMessage, park: (parked: boolean) => void): Promise<Outcome> {
    const outcome = await this.options.handler.handle(message, park);
    if (outcome === 'finished') this.deleter.push(message);
    return outcome;
  }

  /** So that others get them at once, but not before what is done of their group is deleted. */
  private async giveBack(messages: readonly HeldMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await this.deleter.idle();
    await this.makeVisible(messages.filter((it) => !it.isLost));
  }

  private async makeVisible(messages: readonly HeldMessage[]): Promise<void> {
    const { client, url } = this.options;
    for (const message of messages) this.forget(message);
    for (const ten of inTens(messages)) {
      try {
        const handles = ten.map((it) => it.received.receiptHandle);
        await client.changeVisibilityBatch(await url(), handles, 0);
      } catch (error) {
        this.logger.warn(`Messages come back only later: ${describe(error)}`);
      }
    }
  }

  private async giveUp(): Promise<void> {
    const { clock } = this.options;
    const messages = this.held.all();
    for (const message of messages) message.lose('The app is closing.');
    await endsWithin(clock, GIVE_BACK_TIMEOUT_MS, this.makeVisible(messages));
  }

  private forget(message: HeldMessage): void {
    this.held.drop(message);
    this.room.changed();
  }
}
