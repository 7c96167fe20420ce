import { afterAll, afterEach, beforeAll, describe, jest } from '@jest/globals';
import type { ContractBroker } from './broker-harness.js';
import { ContractContext } from './contract-context.js';
import type { ContractScope } from './contract-scope.js';
import { SharedChannel } from './shared-channel.js';
import { publishIsConfirmed } from './behaviours/01-publish-is-confirmed.js';
import { bytesAreUntouched } from './behaviours/02-bytes-are-untouched.js';
import { successIsAcknowledged } from './behaviours/03-success-is-acknowledged.js';
import { failureIsRetried } from './behaviours/04-failure-is-retried.js';
import { exhaustedBecomesDeadLetter } from './behaviours/05-exhausted-becomes-dead-letter.js';
import { malformedBecomesDeadLetter } from './behaviours/06-malformed-becomes-dead-letter.js';
import { slowHandlerRunsOnce } from './behaviours/07-slow-handler-runs-once.js';
import { concurrencyIsBounded } from './behaviours/08-concurrency-is-bounded.js';
import { shutdownDrains } from './behaviours/09-shutdown-drains.js';
import { outagesAreSurvived } from './behaviours/10-outages-are-survived.js';
import { deadLetterMustBeWritten } from './behaviours/11-dead-letter-must-be-written.js';
import { invalidIsNotSent } from './behaviours/12-invalid-is-not-sent.js';
import { unhandledIsNotSilent } from './behaviours/13-unhandled-is-not-silent.js';
import { confirmedIsNeverMissing } from './behaviours/14-confirmed-is-never-missing.js';
import { breakerSparesTheQueue } from './behaviours/15-a-breaker-spares-the-queue.js';
import { killerIsSetAside } from './behaviours/16-a-killer-is-set-aside.js';

type Behaviour = readonly [title: string, declare: (scope: ContractScope) => void];

const behaviours: readonly Behaviour[] = [
  ['1: a publish is confirmed', publishIsConfirmed],
  ['2: bytes are untouched', bytesAreUntouched],
  ['3: success is acknowledged', successIsAcknowledged],
  ['4: a failure is retried', failureIsRetried],
  ['5: the exhausted becomes a dead letter', exhaustedBecomesDeadLetter],
  ['6: the malformed becomes a dead letter', malformedBecomesDeadLetter],
  ['8: concurrency is bounded', concurrencyIsBounded],
  ['10: outages are survived', outagesAreSurvived],
  ['11: a dead letter must be written', deadLetterMustBeWritten],
  ['12: the invalid is not sent', invalidIsNotSent],
  ['13: the unhandled is not silent', unhandledIsNotSilent],
  ['14: the confirmed is never missing', confirmedIsNeverMissing],
  ['15: a breaker spares the queue', breakerSparesTheQueue],
];

/** They wait for the broker's own timeouts and start processes: `test:all` runs them. */
const longBehaviours: readonly Behaviour[] = [
  ['7: a slow handler runs once', slowHandlerRunsOnce],
  ['9: a shutdown drains', shutdownDrains],
  ['16: a killer is set aside', killerIsSetAside],
];

/** Far above what any behaviour takes; what a test waits for has its own, shorter deadline. */
const TEST_TIMEOUT_MS = 90_000;

/**
 * What a transport owes an app, run against its real broker; `describeLongContract` has the rest.
 * A spec file calls it once: `describeContract({ name: 'kafka', features, start })`.
 */
export function describeContract(broker: ContractBroker): void {
  describeBehaviours(behaviours, broker);
}

/** The behaviours that take long, for a spec file named `*.full.spec.ts`. */
export function describeLongContract(broker: ContractBroker): void {
  describeBehaviours(longBehaviours, broker);
}

function describeBehaviours(chosen: readonly Behaviour[], broker: ContractBroker): void {
  describe(`the contract of ${broker.name}`, () => {
    jest.setTimeout(TEST_TIMEOUT_MS);
    const whole = new ContractContext(broker);
    const context = new ContractContext(broker, whole);
    const shared = new SharedChannel();

    beforeAll(async () => {
      await whole.start();
      await shared.open(whole);
    });
    afterEach(() => context.closeAll());
    afterAll(async () => {
      await whole.closeAll();
      await whole.stop();
    });

    const scope = { features: broker.features, context, shared };
    describe.each(chosen)('%s', (_title, declareTests) => {
      declareTests(scope);
    });
  });
}
