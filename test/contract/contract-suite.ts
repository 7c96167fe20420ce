import type { ContractBroker } from './broker-harness.js';

/**
 * Every behaviour that a transport owes an app, run against its real broker.
 * A spec file calls it once: `describeContract({ name: 'kafka', features, start })`.
 */
export function describeContract(broker: ContractBroker): void {
  void broker;
}
