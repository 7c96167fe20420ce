import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '@app/testing';
import { allAppNames } from '../../tools/apps/apps.js';
import { stackAddresses } from './addresses.js';
import { AdminApi } from './admin-api.js';
import { deadLetterPlaces, type DeadLetterPlace } from './dead-letter-places.js';
import { startE2eSystem, type E2eSystem } from './e2e-system.js';
import { explainedLetter, type ExplainedLetter } from './explained-letter.js';
import { LedgerBooks } from './ledger-books.js';

const ADMIN_TOKEN = 'token-of-the-flood-suite';
/** Of each cause on each broker. */
const PER_CAUSE = 1_000;
const RATE_PER_SECOND = 200;

/** Of the two causes of each channel, one was mended, for half of its messages. */
const MENDED = 'the stock table was locked';
const NOT_MENDED = 'the label printer is out of paper';

/** What its consumer will refuse once more. */
function spoilt({ body, ...letter }: ExplainedLetter): ExplainedLetter {
  const event = JSON.parse(body.toString()) as { data: unknown };
  return { ...letter, body: Buffer.from(JSON.stringify({ ...event, data: {} })) };
}

function lettersOf({ event, source }: DeadLetterPlace): ExplainedLetter[] {
  return Array.from({ length: PER_CAUSE }, (_, n) => [
    explainedLetter(event(), source, NOT_MENDED),
    n % 2 === 0
      ? explainedLetter(event(), source, MENDED)
      : spoilt(explainedLetter(event(), source, MENDED)),
  ]).flat();
}

describe('10,000 dead letters of five brokers', () => {
  jest.setTimeout(600_000);
  let system: E2eSystem;
  let places: DeadLetterPlace[];
  let admin: AdminApi;
  let ledger: LedgerBooks;

  beforeAll(async () => {
    // Brokers give what a killed app had to others when these are over.
    const patience = {
      KAFKA_SESSION_TIMEOUT_MS: '6000',
      SQS_VISIBILITY_TIMEOUT_SECONDS: '8',
      BULLMQ_LOCK_MS: '6000',
    };
    system = await startE2eSystem('flood', { ADMIN_TOKEN, ...patience }, allAppNames);
    places = deadLetterPlaces(system);
    admin = new AdminApi(system.apps.addresses['dead-letter-admin'].api!, ADMIN_TOKEN);
    ledger = new LedgerBooks(stackAddresses()['DATABASE_URL']!, system.prefix);
  });
  afterAll(async () => {
    await ledger?.close();
    await system?.stop();
  });

  async function killAdmin(): Promise<void> {
    system.apps.kill('dead-letter-admin', 'SIGKILL');
    await system.apps.waitForExit('dead-letter-admin');
    await system.apps.restart('dead-letter-admin');
  }

  it('are collected, each once, whatever becomes of the collector', async () => {
    const put = places.map((place) => place.putAll(lettersOf(place)));
    for (const collected of [1_000, 2_500, 5_000, 7_500]) {
      await ledger.become(({ total }) => total >= collected, `${collected} to be collected`);
      await killAdmin();
    }
    await Promise.all(put);

    const counts = await ledger.become(({ total }) => total >= 10_000, 'all to be collected');

    expect(counts).toMatchObject({ total: 10_000, open: 10_000 });
  });

  it('are one line for each cause', async () => {
    const { groups } = await admin.json<{ groups: { error: string; count: number }[] }>(
      'GET',
      '/dead-letters/summary',
    );

    const lines = groups.map(({ error, count }) => `${count} ${error}`);
    expect(lines.toSorted()).toEqual(
      [...Array(5).fill(`1000 ${NOT_MENDED}`), ...Array(5).fill(`1000 ${MENDED}`)].toSorted(),
    );
  });

  it('are replayed by a filter at a rate, each once, whatever becomes of the replay', async () => {
    const startedAt = performance.now();
    const { id } = await admin.replay({
      filter: { q: '"stock table was locked"' },
      ratePerSecond: RATE_PER_SECOND,
    });
    for (const sent of [300, 1_000, 1_800, 2_600, 3_400, 4_200]) {
      const isSent = ({ replayed, resolved, failedAgain }: Record<string, number>) =>
        replayed! + resolved! + failedAgain! >= sent;
      await ledger.become((counts) => isSent({ ...counts }), `${sent} to be sent`);
      await killAdmin();
    }

    const counts = await ledger.become(
      ({ resolved, failedAgain }) => resolved + failedAgain >= 5_000,
      'every outcome to be known',
    );

    const seconds = (performance.now() - startedAt) / 1_000;
    expect(seconds).toBeGreaterThan(5_000 / RATE_PER_SECOND - 1);
    expect(counts).toEqual({
      total: 12_500,
      open: 7_500,
      replayed: 0,
      resolved: 2_500,
      failedAgain: 2_500,
    });
    expect(await ledger.linkedPairs()).toBe(2_500);
    expect(await admin.replayState(id)).toMatchObject({
      status: 'finished',
      total: 5_000,
      sent: 5_000,
      resolved: 2_500,
      failedAgain: 2_500,
    });
  });

  it('leave the same counts at the brokers, and one effect each', async () => {
    for (const broker of [system.rabbitMq, system.sqs, system.bullMq]) {
      const isEmpty = async () => Object.keys(await broker.deadLetterCounts()).length === 0;
      await until(isEmpty, { what: 'the DLQs to be empty', timeoutMs: 60_000 });
    }
    expect(await system.kafka.deadLetterCount()).toBe(2_500);
    expect(await system.redis.deadLetterCount()).toBe(2_500);
    await until(async () => (await system.books.effects()).mails >= 1_000, {
      what: 'every confirmation to be sent',
      timeoutMs: 60_000,
    });
    // Each shipment of a replay has a confirmation besides those that were replayed themselves.
    expect(await system.books.effects()).toEqual({
      notifications: 500,
      shipments: 500,
      mails: 1_000,
    });
  });

  it('stop being replayed when their consumer still has its fault', async () => {
    const rabbitMq = places.find(({ source }) => source.broker === 'rabbitmq')!;
    const message = 'the fault that nobody has mended';
    const letters = Array.from({ length: 1_000 }, () =>
      spoilt(explainedLetter(rabbitMq.event(), rabbitMq.source, message)),
    );
    await rabbitMq.putAll(letters);
    await ledger.become(({ total }) => total >= 13_500, 'another 1,000 to be collected');

    const { id } = await admin.replay({
      filter: { q: '"nobody has mended"' },
      stopAfterFailures: 20,
    });

    await until(async () => (await admin.replayState(id)).status !== 'running', {
      what: 'the replay to stop',
      timeoutMs: 60_000,
    });
    expect(await admin.replayState(id)).toMatchObject({
      status: 'stopped',
      total: 1_000,
      sent: 20,
      failedAgain: 20,
      released: 980,
    });
  });
});
