import type { BrokerAdapter, BrokerUse } from '@app/messaging';
import type { InMemoryBroker } from './in-memory-broker.js';
import { InMemoryFollower } from './in-memory.follower.js';
import { InMemoryOptions } from './in-memory.options.js';
import { InMemoryPublisher } from './in-memory.publisher.js';
import { inMemorySettings } from './in-memory.settings.js';
import { InMemoryTransport } from './in-memory.transport.js';

class InMemoryTransportModule {}

/**
 * Lets `broker` play the brokers of these names: `inMemory(broker, ['kafka', 'rabbitmq'])` in the
 * place of the real adapters, and no app sees a difference.
 */
export function inMemory(broker: InMemoryBroker, brokerNames: readonly string[]): BrokerAdapter {
  return {
    brokers: brokerNames,
    settings: inMemorySettings,
    transport: InMemoryTransport,
    publisher: InMemoryPublisher,
    follower: InMemoryFollower,
    module: (use: BrokerUse) => ({
      module: InMemoryTransportModule,
      global: true,
      providers: [
        { provide: InMemoryOptions, useValue: new InMemoryOptions(broker, brokerNames, use) },
        InMemoryTransport,
        InMemoryPublisher,
        InMemoryFollower,
      ],
      exports: [InMemoryTransport, InMemoryPublisher, InMemoryFollower],
    }),
  };
}
