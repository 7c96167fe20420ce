import type { BrokerUse } from '@app/messaging';
import type { InMemoryBroker } from './in-memory-broker.js';

/** What the transport and publisher of one app share. */
export class InMemoryOptions {
  constructor(
    readonly broker: InMemoryBroker,
    /** The brokers that are played. */
    readonly brokerNames: readonly string[],
    readonly use: BrokerUse,
  ) {}
}
