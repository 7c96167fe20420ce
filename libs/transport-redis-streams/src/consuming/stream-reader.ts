import { Logger } from '@nestjs/common';
import { sleep, type Channel, type Clock } from '@app/messaging';
import type { RedisConnection } from '../connection/redis-connection.js';
import { isGroupGone, messageOf } from '../connection/redis-error.js';
import type { ConsumerGroup } from './consumer-group.js';
import type { EntryWindow } from './entry-window.js';
import type { Intake } from './intake.js';
import type { Ownership } from './ownership.js';

export interface StreamReaderOptions {
  readonly channel: Channel;
  /** Ours alone: our reads block it. */
  readonly connection: RedisConnection;
  readonly shared: RedisConnection;
  readonly group: Pick<ConsumerGroup, 'ensure'>;
  readonly intake: Intake;
  readonly ownership: Ownership;
  readonly window: EntryWindow;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
}

const RETRY_MS = 500;
const UNBLOCK_EVERY_MS = 100;

/** Reads a stream until the app stops, whatever becomes of Redis meanwhile. */
export class StreamReader {
  private readonly logger = new Logger(StreamReader.name);
  private onFirstRead: (() => void) | undefined;
  private running: Promise<void> | undefined;
  private clientId: number | undefined;
  private currentProblem: string | undefined = 'Not connected yet.';

  constructor(private readonly options: StreamReaderOptions) {}

  /** Why nothing is read; undefined while all is well. */
  get problem(): string | undefined {
    return this.options.connection.isReady ? this.currentProblem : this.options.connection.problem;
  }

  /** Resolves when the group is there and reading begins, however long that takes. */
  async start(): Promise<void> {
    const reading = new Promise<void>((resolve) => (this.onFirstRead = resolve));
    this.running = this.run();
    await reading;
  }

  /** Resolves when nothing is read any more. A read that waits at the server is called back. */
  async stopped(): Promise<void> {
    const { shared, clock } = this.options;
    const ended = new AbortController();
    const running = this.running?.then(() => ended.abort());
    while (this.running && !ended.signal.aborted && shared.isReady && this.clientId !== undefined) {
      await this.unblock(this.clientId);
      await sleep(clock, UNBLOCK_EVERY_MS, [ended.signal]);
    }
    await running;
  }

  private async run(): Promise<void> {
    const { stopping, clock } = this.options;
    while (!stopping.aborted) {
      try {
        await this.read();
      } catch (error) {
        if (stopping.aborted) break;
        this.currentProblem = messageOf(error);
        this.logger.warn(`Stream ${this.options.channel.name} is not read: ${this.currentProblem}`);
        if (isGroupGone(error)) this.loseAll();
        await sleep(clock, RETRY_MS, [stopping]);
      }
    }
    this.onFirstRead?.();
  }

  private async read(): Promise<void> {
    const { connection, shared, group, ownership, intake, stopping } = this.options;
    await Promise.all([connection.ready(stopping), shared.ready(stopping)]);
    if (stopping.aborted) return;
    this.clientId = await connection.client.client('ID');
    await group.ensure();
    // Older entries first: of what an outage left behind, and of what others did.
    await ownership.renewAll();
    await intake.takeOwn();
    await intake.takeAbandoned();
    this.currentProblem = undefined;
    this.onFirstRead?.();
    while (!stopping.aborted) await intake.takeNext();
  }

  /** With the group went the list of what is pending: nothing that we hold is ours any more. */
  private loseAll(): void {
    for (const entry of this.options.window.all()) this.options.ownership.lose(entry);
  }

  private async unblock(clientId: number): Promise<void> {
    try {
      await this.options.shared.client.client('UNBLOCK', clientId);
    } catch (error) {
      this.logger.debug(`The last read ends by itself: ${messageOf(error)}`);
    }
  }
}
