import { setTimeout as sleep } from 'node:timers/promises';
import { until, type Random } from '@app/testing';
import { ProviderBooks } from '../../../tools/demo/orders/provider-books.js';
import type { PlannedOrder } from '../../e2e/order-plan.js';
import { failpoints } from '../failpoints/failpoints.js';
import { placeOrder } from '../load/client.js';
import type { FaultSystem } from '../system/fault-system.js';
import type { Fault } from './fault.js';

const paymentMethod = 'card_uncovered';
const perSecond = 10;
const placedWithinMs = 60_000;
/** A broker or PostgreSQL may be away at the same time. */
const patienceMs = 180_000;

/** Where `dead-letter-admin` dies while its replay runs: anywhere, or at a failpoint. */
const deaths = [
  { name: 'kill-replay', when: 'at any moment of a running replay', failpoint: undefined },
  ...failpoints
    .filter(({ needsReplay }) => needsReplay)
    .map(({ name, when }) => ({ name: `kill-replay-${name}`, when, failpoint: name })),
];

/** Payments fail for good; the cause is mended, the dead letters are replayed, and the app dies. */
export const killedReplays: readonly Fault[] = deaths.map((death) => ({
  name: death.name,
  about: `SIGKILL of dead-letter-admin ${death.when}: each order completes all the same, once.`,
  lane: 'process',
  seconds: 15,
  async strike(system, random, harm) {
    const provider = providerOf(system);
    await provider.cover(paymentMethod, false);
    const keys = await placeUncovered(system, random, random.between(10, 25));
    const ids = await until(
      async () => {
        const open = await system.ledger.idsOf(keys, 'open');
        return open.length === keys.length && open;
      },
      { timeoutMs: patienceMs, what: `${keys.length} dead letters in the ledger` },
    );
    await provider.cover(paymentMethod, true);
    await startReplay(system, ids);
    await kill(system, random, death.failpoint);
    harm.over();
    await until(async () => (await system.ledger.idsOf(keys, 'resolved')).length === keys.length, {
      timeoutMs: patienceMs,
      what: `${keys.length} replayed dead letters to be resolved`,
    });
    return `${keys.length} orders`;
  },
}));

function providerOf({ direct }: FaultSystem): ProviderBooks {
  return new ProviderBooks(direct['DATABASE_URL']!, direct['RESOURCE_PREFIX']!);
}

/** @returns the ids of the orders, which are the keys of their messages */
async function placeUncovered(
  system: FaultSystem,
  random: Random,
  count: number,
): Promise<string[]> {
  const keys: string[] = [];
  for (let index = 0; index < count; index++) {
    const order: PlannedOrder = {
      outcome: 'completed',
      idempotencyKey: `uncovered-${random.between(0, 2 ** 31)}`,
      request: {
        customerId: `customer-${index}`,
        items: [{ sku: 'KEYBOARD', quantity: 1 }],
        paymentMethod,
      },
    };
    const deadlineMs = performance.now() + placedWithinMs;
    const answer = await placeOrder(system.api, order, true, deadlineMs);
    system.mended.set(order.idempotencyKey, { order, answer });
    if (answer.kind !== 'accepted') throw new Error(`An order was not placed: ${answer.kind}`);
    system.expectedDeadLetters.push({
      what: `order ${answer.orderId}, whose card is not covered,`,
      where: 'payments',
      reason: 'UNRECOVERABLE',
      names: (body) => body.includes(answer.orderId),
    });
    keys.push(answer.orderId);
  }
  return keys;
}

/** Asked again without an answer: a letter that a replay has taken is refused to another. */
async function startReplay(system: FaultSystem, ids: readonly string[]): Promise<void> {
  const isRunning = async () => {
    const response = await system.admin.call('POST', '/dead-letters/replays', {
      ids,
      ratePerSecond: perSecond,
    });
    return response.ok || response.status === 409;
  };
  await until(isRunning, { timeoutMs: patienceMs, what: 'the replay to be started' });
}

async function kill(
  system: FaultSystem,
  random: Random,
  failpoint: string | undefined,
): Promise<void> {
  const admin = system.app('dead-letter-admin');
  const before = admin.deaths;
  if (failpoint === undefined) {
    await sleep(random.between(0, 1_500));
    return await admin.crash('SIGKILL');
  }
  await admin.order({ kind: 'die-at', failpoint, passage: 1 });
  await admin.whenBackFrom(before, patienceMs);
}
