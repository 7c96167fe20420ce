import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@app/testing';
import { RawKafka } from '../../e2e/raw-kafka.js';
import { schemas } from '../system/tap.js';
import type { Fault } from './fault.js';
import { poisonedApps, poisonKinds, putPoison } from './put-poison.js';

export const duplicateStorms: readonly Fault[] = schemas.map((schema) => ({
  name: `duplicate-storm-${schema}`,
  about: `The last messages of the service with schema ${schema} are all sent many times again.`,
  lane: 'server',
  seconds: 10,
  async strike(system, random) {
    const messages = random.between(20, 40);
    const times = random.between(15, 30);
    const rows = await system.tap.repeat(schema, messages, times);
    await system.tap.whenSent(schema, 180_000);
    return `${messages} messages ${times} times: ${rows}`;
  },
}));

export const sameKeyOtherPayload: Fault = {
  name: 'same-key-other-payload',
  about: 'Payments are requested again with the ids of earlier requests and other contents.',
  lane: 'process',
  seconds: 3,
  async strike(system, random) {
    const count = random.between(2, 5);
    const ids = await something(
      () => system.tap.falsifyPaymentRequests(count),
      'a request to falsify',
    );
    for (const id of ids) {
      system.expectedDeadLetters.push({
        what: `the falsified request ${id}`,
        where: 'payments',
        reason: 'IDEMPOTENCY_MISMATCH',
        names: (body) => body.includes(id) && body.includes('somebody-else'),
      });
    }
    await system.tap.whenSent('inventory');
    return `${ids.length} requests`;
  },
};

export const poison: Fault = {
  name: 'poison',
  about: 'Poison of every class comes in by every broker.',
  lane: 'process',
  seconds: 6,
  async strike(system) {
    for (const kind of poisonKinds) {
      for (const app of poisonedApps) await putPoison(system, app, kind);
    }
    return `${poisonKinds.length} classes at ${poisonedApps.length} brokers`;
  },
};

export const providersDown: readonly Fault[] = [20, 60].map((seconds) => ({
  name: `provider-down-${seconds}s`,
  about: `The payment provider fails every call for ${seconds} s; no order may be dead-lettered for it.`,
  lane: 'process',
  seconds: seconds + 3,
  isLong: seconds > 20,
  async strike(system) {
    await system.app('rabbitmq-worker').order({ kind: 'provider-fails', forMs: seconds * 1_000 });
    await sleep(seconds * 1_000);
    return `for ${seconds} s`;
  },
}));

export const duplicateFacts: Fault = {
  name: 'duplicate-facts',
  about: 'The last records of orders.events are all written again, many times.',
  lane: 'process',
  seconds: 5,
  async strike(system, random) {
    const [records, times] = [random.between(20, 40), random.between(5, 10)];
    const { KAFKA_BROKERS: brokers, RESOURCE_PREFIX: prefix } = system.direct;
    const kafka = new RawKafka(brokers!, prefix!);
    const written = await something(() => kafka.repeatLast(records, times), 'a record to repeat');
    return `${written.length} records`;
  },
};

/**
 * Where there is nothing to harm yet, a fault would pass for one that did no harm. And another may
 * have killed the server just now; what was done by then is done once more.
 */
async function something<T>(
  harm: () => Promise<readonly T[]>,
  what: string,
): Promise<readonly T[]> {
  const some = async () => {
    const harmed = await harm();
    return harmed.length > 0 && harmed;
  };
  return await until(some, { timeoutMs: 120_000, what });
}
