import type { BrokerFeatures } from './broker-harness.js';
import type { ContractContext } from './contract-context.js';
import type { SharedChannel } from './shared-channel.js';

/** What the tests of a behaviour work with. */
export interface ContractScope {
  readonly features: BrokerFeatures;
  /** For channels and apps of one test's own; what it opens is closed after the test. */
  readonly context: ContractContext;
  /** For tests that don't disturb others. */
  readonly shared: SharedChannel;
}
