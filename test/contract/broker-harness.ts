import type { BrokerAdapter, Channel, Destination, Environment } from '@app/messaging';

/** Where brokers honestly differ. A flag here, never a fork of the suite. */
export interface BrokerFeatures {
  /** Messages of one key are handled in order, also while one of them is retried. */
  readonly ordersByKey: boolean;
  /** Header values that aren't UTF-8 arrive unchanged. */
  readonly binaryHeaders: boolean;
  /** The broker can tell that a message reached no queue: `ContractChannel.unroutable` is set. */
  readonly reportsUnroutable: boolean;
  /** Other processes reach the broker: SIGTERM is tried on a process of its own. */
  readonly reachedByOtherProcesses: boolean;
  /**
   * After how long without a sign of life the broker gives a message to someone else, as the
   * harness configures it: session, visibility, lock or heartbeat timeout. As short as it may be.
   */
  readonly ownershipTimeoutMs: number;
  /** Within which a publish resolves or rejects, as the harness configures it: a few seconds. */
  readonly publishDeadlineMs: number;
}

/** What a broker's spec file gives to `describeContract`. */
export interface ContractBroker {
  /** `kafka`, `rabbitmq`, …: the name in `Channel.broker`. */
  readonly name: string;
  readonly features: BrokerFeatures;
  /** Called once, before the first behaviour. */
  start(): Promise<BrokerHarness>;
}

export interface RawMessage {
  readonly body: Buffer;
  readonly headers: ReadonlyMap<string, string | Buffer>;
}

/** One broker as the suite needs it: the transport under test, and a raw client beside it. */
export interface BrokerHarness {
  /** Declares a channel of its own for one test, with its dead-letter target. Names are unique. */
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
  /**
   * The largest body, in bytes, that the transport publishes to `destination` and that a consumer
   * of `channel` takes. The broker itself must carry a somewhat larger one.
   */
  readonly maxBodyBytes: number;
  /** What the transport of an app in this process, or in a child process, is configured by. */
  readonly environment: Environment;
  /**
   * The transport under test; its connections run through a proxy, where there is a network.
   * Several apps may use it, one after the other and side by side.
   */
  readonly adapter: BrokerAdapter;
  /** JSON of what `adapter` was made of, for a child process: `kafka(topology)`, `rabbitMq(topology)`. */
  readonly topology?: string;

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
  /**
   * Lets the next publish reach the broker, but cuts the connection before its answer. One publish
   * only; those that follow are answered once the transport is connected again.
   * @returns a promise that resolves when the answer has been cut (`TcpProxy.cutNextAnswer`)
   */
  cutNextPublishAnswer(): Promise<void>;

  close(): Promise<void>;
}
