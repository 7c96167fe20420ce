import type { BrokerAdapter, Channel, Destination } from '@app/messaging';

/** Where brokers honestly differ. A flag here, never a fork of the suite. */
export interface BrokerFeatures {
  /** Messages of one key are handled in order, also while one of them is retried. */
  readonly ordersByKey: boolean;
  /** Header values that aren't UTF-8 arrive unchanged. */
  readonly binaryHeaders: boolean;
  /** The broker can tell that a message reached no queue. */
  readonly reportsUnroutable: boolean;
  /** There is a network between us and the broker, which can be cut. */
  readonly hasNetwork: boolean;
}

export interface RawMessage {
  readonly body: Buffer;
  readonly headers: ReadonlyMap<string, string | Buffer>;
}

/** One broker as the suite needs it: the transport under test, and a raw client beside it. */
export interface BrokerHarness {
  readonly name: string;
  readonly features: BrokerFeatures;
  /** Declares a channel of its own for one test, with its dead-letter target. */
  openChannel(): Promise<ContractChannel>;
  close(): Promise<void>;
}

/** A channel for one test. Everything but the adapter uses the raw client on its own connection. */
export interface ContractChannel {
  readonly channel: Channel;
  /** Where a publisher sends what shall arrive in `channel`. */
  readonly destination: Destination;
  /** A declared destination with no queue behind it, where the broker can tell. */
  readonly unroutable?: Destination;
  /** The largest body that the transport accepts, in bytes. */
  readonly maxBodyBytes: number;
  /** What the transport of an app in this process, or in a child process, is configured by. */
  readonly environment: Readonly<Record<string, string>>;
  /** The transport under test; its connection runs through a proxy, where there is a network. */
  readonly adapter: BrokerAdapter;

  /** Puts bytes there with the raw client. Resolves when the broker has them. */
  sendRaw(message: {
    body: Buffer;
    headers?: ReadonlyMap<string, string | Buffer>;
    key?: string;
  }): Promise<void>;
  /** What lies in the dead-letter target, oldest first; reading leaves it there. */
  deadLetters(): Promise<RawMessage[]>;
  /** Messages that the broker still holds for the consumer: waiting, delayed or unacknowledged. */
  unsettled(): Promise<number>;
  /** Everything that was ever stored in the channel and not yet taken; used with no consumer running. */
  stored(): Promise<RawMessage[]>;

  /** Makes the dead-letter target refuse messages until `allowDeadLetters()`. */
  refuseDeadLetters(): Promise<void>;
  allowDeadLetters(): Promise<void>;

  /** Cuts the transport's connections and refuses new ones until `reconnect()`. */
  disconnect(): Promise<void>;
  reconnect(): Promise<void>;
  /** Lets the next publish reach the broker, but cuts the connection before its answer. */
  cutNextPublishAnswer(): void;

  close(): Promise<void>;
}
