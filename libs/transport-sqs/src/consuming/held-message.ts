import type { BrokerMove } from '@app/messaging';
import type { MessageHeaders } from '@app/events';

export interface ReceivedMessage {
  readonly id: string;
  readonly receiptHandle: string;
  /** The message group, on a FIFO queue. */
  readonly group: string | undefined;
  readonly body: Buffer;
  readonly headers: MessageHeaders;
  /** SQS handed it out before. */
  readonly isRedelivered: boolean;
  /** Where it lies by a redrive policy, which found it handed out too often. */
  readonly movedByBroker?: BrokerMove | undefined;
  /** What finds it again at SQS. */
  readonly coordinates: Readonly<Record<string, string>>;
}

/** A message for as long as SQS keeps it from others for us. Once lost, nothing we do has an effect. */
export class HeldMessage {
  private readonly controller = new AbortController();

  /**
   * @param heldSince by `Clock.elapsedMs()`, as below
   * @param ownedUntil when SQS gives it to someone else, unless it is renewed
   */
  constructor(
    readonly received: ReceivedMessage,
    readonly heldSince: number,
    public ownedUntil: number,
  ) {}

  /** Aborted when it is someone else's, or the app can't wait any longer. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get isLost(): boolean {
    return this.controller.signal.aborted;
  }

  lose(reason: string): void {
    this.controller.abort(new Error(reason));
  }
}
