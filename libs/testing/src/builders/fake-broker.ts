import {
  ConsumerTransport,
  MessagePublisher,
  type BrokerAdapter,
  type Destination,
  type OutboundMessage,
} from '@app/messaging';

export type FakePublish = (destination: Destination, message: OutboundMessage) => Promise<void>;

class FakeBrokerModule {}

class FakeTransport extends ConsumerTransport {
  protected async start(): Promise<void> {}
  close(): void {}
}

/** A broker that a test plays: `publish` does what it likes, and nothing is ever delivered. */
export function fakeBroker(
  publish: FakePublish,
  { broker = 'fake', maxBodyBytes = 10_000 } = {},
): BrokerAdapter {
  class FakePublisher extends MessagePublisher {
    readonly brokers = [broker];
    maxBodyBytes = () => maxBodyBytes;
    publish = publish;
  }
  return {
    brokers: [broker],
    module: () => ({
      module: FakeBrokerModule,
      global: true,
      providers: [FakePublisher, FakeTransport],
      exports: [FakePublisher, FakeTransport],
    }),
    transport: FakeTransport,
    publisher: FakePublisher,
  };
}
