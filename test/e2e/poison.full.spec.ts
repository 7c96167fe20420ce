import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '@app/testing';
import { allAppNames } from '../../tools/apps/apps.js';
import { stackAddresses } from './addresses.js';
import { startE2eSystem, type E2eSystem } from './e2e-system.js';
import { findDifferences } from './find-differences.js';
import { LedgerBooks } from './ledger-books.js';
import { planOrders, type PlannedOrder } from './order-plan.js';
import { poisonClasses, type PoisonClass, type PoisonClassName } from './poison-classes.js';
import { limitedBodies, poisonPlaces, type PoisonPlace } from './poison-places.js';

/** Of each class on each broker; 500 by POISON_OF_EACH=500, in about ten minutes. */
const ofEach = Number(process.env['POISON_OF_EACH'] ?? 30);
/** Put at once, and then the next of another place. */
const atOnce = 10;
/** A megabyte each, three times in the ledger: more would only fill the disk. */
const mostLargeOfKafka = 10;
const orders = 60;

const classNames = Object.keys(poisonClasses) as PoisonClassName[];

function countOf(place: PoisonPlace, name: PoisonClassName): number {
  if (place.without.includes(name)) return 0;
  return place.broker === 'kafka' && name === 'too large' ? mostLargeOfKafka : ofEach;
}

/** `kafka kafka-consumer INVALID_JSON: 30` of every place and class. */
function expectedLetters(places: readonly PoisonPlace[]): string[] {
  const lines = places.flatMap((place) =>
    classNames.map((name) => [place, poisonClasses[name].reason, countOf(place, name)] as const),
  );
  return lines
    .filter(([, , count]) => count > 0)
    .map(([{ broker, consumer }, reason, count]) => `${broker} ${consumer} ${reason}: ${count}`)
    .toSorted();
}

/** A few of each class in turn. */
async function poison(place: PoisonPlace): Promise<void> {
  for (let from = 0; from < ofEach; from += atOnce) {
    for (const name of classNames) {
      const count = Math.max(0, Math.min(countOf(place, name) - from, atOnce));
      const { body, headers = {} }: PoisonClass = poisonClasses[name];
      const messages = Array.from({ length: count }, () => ({
        body: body(place.event(), place.limitBytes),
        headers,
      }));
      // Kafka takes no batch of large ones.
      const puts = name === 'too large' ? messages.map((one) => [one]) : [messages];
      for (const put of puts) if (put.length > 0) await place.putAll(put);
    }
  }
}

describe(`${classNames.length} classes of poison among good orders, on every broker`, () => {
  jest.setTimeout(1_200_000);
  const placed = new Map<string, PlannedOrder>();
  let system: E2eSystem;
  let places: PoisonPlace[];
  let ledger: LedgerBooks;
  let pids: (number | undefined)[];

  const pidsNow = () => allAppNames.map((name) => system.apps.pid(name));

  beforeAll(async () => {
    const special = { ADMIN_TOKEN: 'token-of-the-poison-suite', ...limitedBodies };
    system = await startE2eSystem('poison', special, allAppNames);
    places = poisonPlaces(system);
    ledger = new LedgerBooks(stackAddresses()['DATABASE_URL']!, system.prefix);
    pids = pidsNow();
  });
  afterAll(async () => {
    await ledger?.close();
    await system?.stop();
  });

  it('all end in the ledger, each under its own reason', async () => {
    await Promise.all([placeOrders(), ...places.map(poison)]);

    const expected = expectedLetters(places);
    const consumers = places.map(({ broker, consumer }) => `${broker} ${consumer}`);
    const isComplete = async () => {
      const lines = await ledger.reasonsOf(consumers);
      expect(lines).toEqual(expected);
      return true;
    };
    await until(isComplete, {
      what: 'the ledger to have all poison',
      timeoutMs: 120_000 + ofEach * 1_000,
    });
  });

  it('hold up no order', async () => {
    const compare = async (): Promise<true> => {
      const differences = findDifferences(placed, await system.books.all());
      if (differences.length === 0) return true;
      throw new Error(`${differences.length} differ:\n${differences.slice(0, 5).join('\n')}`);
    };

    await until(compare, { timeoutMs: 120_000, what: 'every order to be right' });

    expect(placed.size).toBe(orders);
  });

  it('end no process, and leave no consumer behind', async () => {
    await system.whenIdle();
    expect(pidsNow()).toEqual(pids);
    expect((await system.apps.stop()).filter(({ code }) => code !== 0)).toEqual([]);
    expect(await system.kafka.uncommitted()).toBe(0);
    expect(await system.redis.unsettled()).toBe(0);
    for (const broker of [system.rabbitMq, system.sqs, system.bullMq]) {
      expect(await broker.waiting()).toEqual({});
    }
  });

  async function placeOrders(): Promise<void> {
    for (const order of planOrders(orders)) {
      const { orderId } = await system.orders.place(order.request, order.idempotencyKey);
      placed.set(orderId, order);
    }
  }
});
