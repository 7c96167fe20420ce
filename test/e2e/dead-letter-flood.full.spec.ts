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
/** Five times as many by FLOOD_LETTERS=10000, in about six minutes. */
const LETTERS = Number(process.env['FLOOD_LETTERS'] ?? 2_000);
/** Of each cause on each broker. */
const PER_CAUSE = LETTERS / 10;
const REPLAYED = LETTERS / 2;
const HALF_OF_THEM = LETTERS / 4;
const STILL_FAULTY = 1_000;
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

describe(`${LETTERS} dead letters of five brokers`, () => {
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
    for (const share of [0.1, 0.25, 0.5, 0.75]) {
      const collected = share * LETTERS;
      await ledger.become(({ total }) => total >= collected, `${collected} to be collected`);
      await killAdmin();
    }
    await Promise.all(put);

    const counts = await ledger.become(({ total }) => total >= LETTERS, 'all to be collected');

    expect(counts).toMatchObject({ total: LETTERS, open: LETTERS });
  });

  it('are one line for each cause', async () => {
    const { groups } = await admin.json<{ groups: { error: string; count: number }[] }>(
      'GET',
      '/dead-letters/summary',
    );

    const lines = groups.map(({ error, count }) => `${count} ${error}`);
    expect(lines.toSorted()).toEqual(
      [NOT_MENDED, MENDED].flatMap((error) => Array(5).fill(`${PER_CAUSE} ${error}`)).toSorted(),
    );
  });

  it('are replayed by a filter at a rate, each once, whatever becomes of the replay', async () => {
    const startedAt = performance.now();
    const { id } = await admin.replay({
      filter: { q: '"stock table was locked"' },
      ratePerSecond: RATE_PER_SECOND,
    });
    for (const share of [0.06, 0.2, 0.36, 0.52, 0.68, 0.84]) {
      const sent = share * REPLAYED;
      const isSent = ({ replayed, resolved, failedAgain }: Record<string, number>) =>
        replayed! + resolved! + failedAgain! >= sent;
      await ledger.become((counts) => isSent({ ...counts }), `${sent} to be sent`);
      await killAdmin();
    }

    const counts = await ledger.become(
      ({ resolved, failedAgain }) => resolved + failedAgain >= REPLAYED,
      'every outcome to be known',
    );

    const seconds = (performance.now() - startedAt) / 1_000;
    expect(seconds).toBeGreaterThan(REPLAYED / RATE_PER_SECOND - 1);
    expect(counts).toEqual({
      total: LETTERS + HALF_OF_THEM,
      open: LETTERS - REPLAYED + HALF_OF_THEM,
      replayed: 0,
      resolved: HALF_OF_THEM,
      failedAgain: HALF_OF_THEM,
    });
    expect(await ledger.linkedPairs()).toBe(HALF_OF_THEM);
    expect(await admin.replayState(id)).toMatchObject({
      status: 'finished',
      total: REPLAYED,
      sent: REPLAYED,
      resolved: HALF_OF_THEM,
      failedAgain: HALF_OF_THEM,
    });
  });

  it('leave the same counts at the brokers, and one effect each', async () => {
    for (const broker of [system.rabbitMq, system.sqs, system.bullMq]) {
      const isEmpty = async () => Object.keys(await broker.deadLetterCounts()).length === 0;
      await until(isEmpty, { what: 'the DLQs to be empty', timeoutMs: 60_000 });
    }
    // A stream keeps its dead letters, and may have one twice; the ledger has it once.
    expect(await system.kafka.deadLetterCount()).toBeGreaterThanOrEqual(HALF_OF_THEM);
    expect(await system.redis.deadLetterCount()).toBeGreaterThanOrEqual(HALF_OF_THEM);
    await until(async () => (await system.books.effects()).mails >= PER_CAUSE, {
      what: 'every confirmation to be sent',
      timeoutMs: 60_000,
    });
    // Each shipment of a replay has a confirmation besides those that were replayed themselves.
    expect(await system.books.effects()).toEqual({
      notifications: PER_CAUSE / 2,
      shipments: PER_CAUSE / 2,
      mails: PER_CAUSE,
    });
  });

  it('stop being replayed when their consumer still has its fault', async () => {
    const rabbitMq = places.find(({ source }) => source.broker === 'rabbitmq')!;
    const message = 'the fault that nobody has mended';
    const letters = Array.from({ length: STILL_FAULTY }, () =>
      spoilt(explainedLetter(rabbitMq.event(), rabbitMq.source, message)),
    );
    await rabbitMq.putAll(letters);
    await ledger.become(
      ({ total }) => total >= LETTERS + HALF_OF_THEM + STILL_FAULTY,
      'them to be collected',
    );

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
      total: STILL_FAULTY,
      sent: 20,
      failedAgain: 20,
      released: STILL_FAULTY - 20,
    });
  });
});
