import type { MessageHeaders } from '@app/events';

/** Where a message came from, down to its coordinates, and who read it. */
export interface Source {
  /** `kafka`, `rabbitmq`, … */
  readonly broker: string;
  /** Topic, queue or stream, without the resource prefix. */
  readonly name: string;
  readonly kind: 'stream' | 'queue';
  /** Whose reading it is; the scope of idempotency. See `consumerName()`. */
  readonly consumer: string;
  /** What finds the message again at the broker: `{ partition, offset }`, `{ deliveryTag }`, … */
  readonly coordinates: Readonly<Record<string, string | number>>;
}

/** That the broker itself took a message out of a queue. */
export interface BrokerMove {
  /** Why, in the broker's own word: `expired`, `delivery_limit`, … */
  readonly because: string;
  readonly at?: Date | undefined;
}

/** One message as a broker handed it over: untouched bytes, and where it came from. */
export interface Delivery {
  readonly body: Buffer;
  readonly headers: MessageHeaders;
  readonly source: Source;
  /** What orders it, where the broker knows. */
  readonly key?: string | undefined;
  /** 1 on the first. Counts failures of the handler, not deliveries by the broker. */
  readonly attempt: number;
  readonly firstFailedAt?: Date | undefined;
  /** When its handler failed so far, one after the other; the latest 20. */
  readonly failedAt?: readonly Date[] | undefined;
  /** Where it lies because the broker moved it there, as far as the broker tells. */
  readonly movedByBroker?: BrokerMove | undefined;
  /**
   * The broker handed it out before, or can't tell: an earlier start of its handler may have left no
   * outcome, as where a process died.
   */
  readonly mayHaveStarted: boolean;
  /** Aborted when we no longer own the message: a rebalance, a lost channel, a shutdown past its deadline. */
  readonly signal: AbortSignal;
}
