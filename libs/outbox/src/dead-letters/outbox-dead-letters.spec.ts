import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger, type INestApplicationContext } from '@nestjs/common';
import { z } from 'zod';
import { defineEvent } from '@app/events';
import {
  HealthRegistry,
  MessageTooLargeError,
  PublishUnconfirmedError,
  UnroutableMessageError,
} from '@app/messaging';
import { Database, DatabaseModule } from '@app/database';
import { createTestDatabase, fakeBroker, startTestContext, until } from '@app/testing';
import type { FakePublish } from '@app/testing';
import { OutboxDeadLetterNotFoundError } from '../outbox.errors.js';
import { OutboxModule } from '../outbox.module.js';
import { Outbox } from '../outbox.js';
import { OutboxDeadLetters } from './outbox-dead-letters.js';
import { Outboxes } from './outboxes.js';

const Happened = defineEvent({
  name: 'thing.happened',
  version: 1,
  schema: z.object({ key: z.string(), n: z.number() }),
  subject: (data) => data.key,
});
const TOPIC = { broker: 'fake', name: 'topic' };

const DECISION = { by: 'ann', because: 'the queue is bound now' };

const tooLarge = (stuckKey: string, stuckN: number) => (key: string, n: number) =>
  key === stuckKey && n === stuckN ? new MessageTooLargeError(TOPIC, 2, 1) : undefined;
const listed = (deadLetters: OutboxDeadLetters) =>
  until(async () => {
    const all = await deadLetters.list();
    return all.length > 0 && all;
  });

describe('OutboxDeadLetters', () => {
  let url: string;
  let run = 0;
  let contexts: INestApplicationContext[];
  let published: string[];
  /** What a test has go wrong. */
  let refuse: (key: string, n: number) => Error | undefined;

  const publish: FakePublish = async (_destination, message) => {
    const { data } = JSON.parse(message.body.toString()) as { data: { n: number } };
    const error = refuse(message.key, data.n);
    if (error) throw error;
    published.push(`${message.key}${data.n}`);
  };
  const start = async (environment: Record<string, string> = {}) => {
    const context = await startTestContext({
      imports: [DatabaseModule.forRoot({ schema: 'app', migrations: {} }), OutboxModule],
      adapters: [fakeBroker(publish)],
      routes: [[Happened, [TOPIC]]],
      environment: {
        DATABASE_URL: url,
        RESOURCE_PREFIX: `run${run}_`,
        OUTBOX_POLL_INTERVAL_MS: '20',
        OUTBOX_WATCH_INTERVAL_MS: '20',
        OUTBOX_REFUSAL_PATIENCE_MS: '0',
        ...environment,
      },
    });
    contexts.push(context);
    const database = context.get(Database);
    const outbox = context.get(Outbox);
    const rowsOf = async (table: string) =>
      (await database.query({ text: `select * from ${database.table(table)}` })).rows;
    return {
      context,
      database,
      deadLetters: context.get(OutboxDeadLetters),
      add: (key: string, n: number) =>
        database.transaction(async () => outbox.add(Happened, { key, n })),
      rowsLeft: async () => (await rowsOf('outbox')).length,
      holds: () => rowsOf('outbox_hold'),
    };
  };
  beforeAll(async () => {
    url = await createTestDatabase();
  });
  beforeEach(() => {
    run += 1;
    contexts = [];
    published = [];
    refuse = () => undefined;
  });
  afterEach(async () => {
    for (const context of contexts) await context.close();
  });

  it('are rows that can not be published: kept as they are, and told of once', async () => {
    refuse = tooLarge('a', 1);
    const { add, deadLetters, rowsLeft } = await start();
    const errors: unknown[] = [];
    Logger.overrideLogger({
      log: () => undefined,
      warn: () => undefined,
      error: (line: unknown) => errors.push(line),
    });

    const event = await add('a', 1);

    const [deadLetter] = await listed(deadLetters);
    expect(deadLetter).toMatchObject({
      broker: 'fake',
      destination: 'topic',
      key: 'a',
      eventId: event.id,
      type: Happened.type,
      reason: 'MESSAGE_TOO_LARGE',
      detail: expect.stringMatching(/at most 1\. Nothing was sent/),
      failures: 1,
    });
    expect(JSON.parse(deadLetter!.body.toString())).toEqual(event);
    expect(await rowsLeft()).toBe(0);
    await add('b', 1);
    await until(() => published.length === 1);
    expect(errors).toHaveLength(1);
    Logger.overrideLogger(false);
  });

  it('hold back the later rows of their key, and no others', async () => {
    refuse = tooLarge('a', 2);
    const { add, deadLetters, rowsLeft } = await start();

    for (const n of [1, 2, 3]) await add('a', n);
    await listed(deadLetters);
    await add('a', 4);
    await add('b', 1);

    await until(async () => published.includes('b1') && (await rowsLeft()) === 2);
    expect(published).toEqual(['a1', 'b1']);
  });

  it('can be decided on past the app, which publishes what was retried', async () => {
    refuse = tooLarge('a', 1);
    const { add, deadLetters } = await start();
    for (const n of [1, 2]) await add('a', n);
    const [deadLetter] = await listed(deadLetters);
    refuse = () => undefined;
    const prefix = `run${run}_`;
    const outboxes = Outboxes.open({ DATABASE_URL: url, RESOURCE_PREFIX: prefix });

    expect(await outboxes.schemas()).toEqual(['app']);
    expect(await outboxes.of('app').list()).toEqual([deadLetter]);
    await outboxes.of('app').retry(deadLetter!.id, DECISION);

    await until(() => published.length === 2);
    expect(published).toEqual(['a1', 'a2']);
    await outboxes.close();
  });

  it('are published before what waits behind them, once retried', async () => {
    refuse = tooLarge('a', 1);
    const { add, deadLetters } = await start();
    for (const n of [1, 2, 3]) await add('a', n);
    const [deadLetter] = await listed(deadLetters);
    refuse = () => undefined;

    await deadLetters.retry(deadLetter!.id, DECISION);

    await until(() => published.length === 3);
    expect(published).toEqual(['a1', 'a2', 'a3']);
    expect(await deadLetters.list()).toEqual([]);
  });

  it('let the others of their key go on without them, once discarded', async () => {
    refuse = tooLarge('a', 1);
    const { add, deadLetters, database } = await start();
    for (const n of [1, 2]) await add('a', n);
    const [deadLetter] = await listed(deadLetters);

    await deadLetters.discard(deadLetter!.id, { by: 'bob', because: 'told them by phone' });

    await until(() => published.length === 1);
    expect(published).toEqual(['a2']);
    const { rows } = await database.query({
      text: `select decision, decided_by, decided_because, decided_at is not null as dated
        from ${database.table('outbox_dead_letters')}`,
    });
    expect(rows).toEqual([
      {
        decision: 'discarded',
        decided_by: 'bob',
        decided_because: 'told them by phone',
        dated: true,
      },
    ]);
  });

  it('come again when the retry is refused as well', async () => {
    refuse = tooLarge('a', 1);
    const { add, deadLetters } = await start();
    await add('a', 1);
    const [first] = await listed(deadLetters);

    await deadLetters.retry(first!.id, DECISION);

    const [second] = await until(async () => {
      const all = await deadLetters.list();
      return all.length > 0 && all[0]!.id !== first!.id && all;
    });
    expect(second!.eventId).toBe(first!.eventId);
  });

  it('are decided on once, whoever is at it', async () => {
    refuse = tooLarge('a', 1);
    const { add, deadLetters } = await start();
    await add('a', 1);
    const [deadLetter] = await listed(deadLetters);
    refuse = () => undefined;

    const decisions = await Promise.allSettled([
      deadLetters.retry(deadLetter!.id, DECISION),
      deadLetters.discard(deadLetter!.id, DECISION),
      deadLetters.retry(deadLetter!.id, DECISION),
    ]);

    expect(decisions.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = decisions.find((it) => it.status === 'rejected');
    expect(refused?.reason).toBeInstanceOf(OutboxDeadLetterNotFoundError);
    await expect(deadLetters.discard('999', DECISION)).rejects.toThrow(
      OutboxDeadLetterNotFoundError,
    );
  });

  it('leave a row without a route alone for as long as it may get one', async () => {
    let isBound = false;
    refuse = () => (isBound ? undefined : new UnroutableMessageError('no queue'));
    const { add, deadLetters, holds } = await start({ OUTBOX_REFUSAL_PATIENCE_MS: '60000' });

    await add('a', 1);
    await until(async () => (await holds())[0]?.failures === 2);
    isBound = true;

    await until(() => published.length === 1);
    expect(await deadLetters.list()).toEqual([]);
    expect(await holds()).toEqual([]);
  });

  it('take a row that has no route for longer than that', async () => {
    refuse = () => new UnroutableMessageError('no queue');
    const { add, deadLetters } = await start({ OUTBOX_REFUSAL_PATIENCE_MS: '700' });

    await add('a', 1);

    const [deadLetter] = await listed(deadLetters);
    expect(deadLetter).toMatchObject({ reason: 'UNROUTABLE' });
    // How many fit into the patience is a matter of the machine.
    expect(deadLetter!.failures).toBeGreaterThan(1);
  });

  it('never take what passes: patience counts refusals in a row, not failures', async () => {
    let failures = 0;
    refuse = () => {
      failures += 1;
      if (failures === 1) return new UnroutableMessageError('no queue');
      return failures < 4 ? new PublishUnconfirmedError('down') : undefined;
    };
    const { add, deadLetters } = await start({ OUTBOX_REFUSAL_PATIENCE_MS: '100' });

    await add('a', 1);

    await until(() => published.length === 1);
    expect(await deadLetters.list()).toEqual([]);
  });

  it('take a row that somebody else has spoilt, and let the rest of its destination go', async () => {
    const { add, database, deadLetters } = await start();
    await database.query({
      text: `insert into ${database.table('outbox')}
        (broker, destination, key, event_id, type, body, headers)
        values ('fake', 'topic', 'spoilt', 'e1', 'x', 'x', '{"a": 1}')`,
    });

    await add('b', 1);

    await until(() => published.length === 1);
    expect(await listed(deadLetters)).toMatchObject([{ reason: 'OUTBOX_ROW_INVALID' }]);
  });

  it('show in readiness, with their number and the age of the oldest', async () => {
    refuse = (key) => (key === 'free' ? undefined : new MessageTooLargeError(TOPIC, 2, 1));
    const { add, context, deadLetters } = await start();
    const health = () => context.get(HealthRegistry).report()['outbox-backlog'];
    expect(health()).toEqual({ status: 'up' });

    await add('a', 1);
    await add('b', 1);

    const [oldest] = await listed(deadLetters);
    await until(() => health()?.detail?.startsWith('2 messages'));
    expect(health()).toEqual({
      status: 'degraded',
      detail: expect.stringContaining(oldest!.setAsideAt.toISOString()),
    });
    for (const { id } of await deadLetters.list()) await deadLetters.discard(id, DECISION);
    await until(() => health()?.status === 'up');
  });
});
