import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { z } from 'zod';
import { defineEvent, EventValidationError } from '@app/events';
import {
  MessageTooLargeError,
  PublishUnconfirmedError,
  UnroutableMessageError,
  type Destination,
  type OutboundMessage,
} from '@app/messaging';
import { Database, DatabaseBusyError, DatabaseModule } from '@app/database';
import {
  createTestDatabase,
  fakeBroker,
  startTestContext,
  until,
  type FakePublish,
} from '@app/testing';
import { OutboxOutsideTransactionError } from './outbox.errors.js';
import { OutboxModule } from './outbox.module.js';
import { Outbox } from './outbox.js';

const Happened = defineEvent({
  name: 'thing.happened',
  version: 1,
  schema: z.object({ key: z.string(), n: z.number(), text: z.string().optional() }),
  subject: (data) => data.key,
});

const TOPIC = { broker: 'fake', name: 'topic' };
const QUEUE = { broker: 'fake', name: 'queue' };

/** Each started context publishes to the one that its test has set. */
let behaviour: FakePublish;
const fake = fakeBroker((destination, message) => behaviour(destination, message));

interface Published {
  readonly to: string;
  readonly key: string;
  readonly n: number;
}

const rowsLeft = async (database: Database) => {
  const { rows } = await database.query({ text: `select 1 from ${database.table('outbox')}` });
  return rows.length;
};

/** Takes the locks of `key` in the first app, and holds them while `meanwhile` runs. */
const holdKey = async (
  { database, outbox }: { database: Database; outbox: Outbox },
  meanwhile: () => Promise<unknown>,
) =>
  database.transaction(async () => {
    outbox.add(Happened, { key: 'same', n: 1 });
    const transaction = database.currentTransaction();
    for (const statement of transaction.takeFinalStatements()) {
      await transaction.query(statement);
    }
    await meanwhile();
  });
const addTo = ({ database, outbox }: { database: Database; outbox: Outbox }, key: string) =>
  database.outside(() => database.transaction(async () => outbox.add(Happened, { key, n: 2 })));

describe('Outbox', () => {
  let url: string;
  /** Each test has a schema of its own. */
  let run = 0;
  let contexts: INestApplicationContext[];
  let published: Published[];

  const note = (destination: Destination, message: OutboundMessage) => {
    const { data } = JSON.parse(message.body.toString()) as { data: { n: number } };
    published.push({ to: destination.name, key: message.key, n: data.n });
  };
  const start = async (environment: Record<string, string> = {}, destinations = [TOPIC]) => {
    const context = await startTestContext({
      imports: [DatabaseModule.forRoot({ schema: 'app', migrations: {} }), OutboxModule],
      adapters: [fake],
      routes: [[Happened, destinations]],
      environment: {
        DATABASE_URL: url,
        RESOURCE_PREFIX: `run${run}_`,
        OUTBOX_POLL_INTERVAL_MS: '20',
        ...environment,
      },
    });
    contexts.push(context);
    return { database: context.get(Database), outbox: context.get(Outbox) };
  };

  beforeAll(async () => {
    url = await createTestDatabase();
  });
  beforeEach(() => {
    run += 1;
    contexts = [];
    published = [];
    behaviour = async (destination, message) => note(destination, message);
  });
  afterEach(async () => {
    for (const context of contexts) await context.close();
  });

  it('publishes what was committed, unchanged, and forgets it', async () => {
    const messages: OutboundMessage[] = [];
    behaviour = async (_destination, message) => void messages.push(message);
    const { database, outbox } = await start();

    const event = await database.transaction(async () =>
      outbox.add(Happened, { key: 'ü', n: 1, text: '✓' }),
    );

    await until(() => messages.length === 1);
    expect(messages[0]).toMatchObject({ id: event.id, type: Happened.type, key: 'ü' });
    expect(JSON.parse(messages[0]?.body.toString() ?? '')).toEqual(event);
    expect(messages[0]?.headers.get('content-type')).toContain('application/cloudevents+json');
    await until(async () => (await rowsLeft(database)) === 0);
  });

  it('publishes nothing of a transaction that is rolled back', async () => {
    const { database, outbox } = await start();

    const failing = database.transaction(async () => {
      outbox.add(Happened, { key: 'a', n: 1 });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await database.transaction(async () => outbox.add(Happened, { key: 'a', n: 2 }));

    await until(() => published.length > 0);
    expect(published.map(({ n }) => n)).toEqual([2]);
  });

  it('refuses an event outside a transaction', async () => {
    const { outbox } = await start();

    expect(() => outbox.add(Happened, { key: 'a', n: 1 })).toThrow(OutboxOutsideTransactionError);
  });

  it('fails the business transaction when an event is invalid or too large', async () => {
    const { database, outbox } = await start();
    const add = (data: { key: string; n: number; text?: string }) =>
      database.transaction(async () => outbox.add(Happened, data));

    await expect(add({ key: 'a', n: Number.NaN })).rejects.toThrow(EventValidationError);
    await expect(add({ key: 'a', n: 1, text: 'x'.repeat(10_001) })).rejects.toThrow(
      MessageTooLargeError,
    );
    await expect(rowsLeft(database)).resolves.toBe(0);
  });

  it('publishes an event to each of its destinations', async () => {
    const { database, outbox } = await start({}, [TOPIC, QUEUE]);

    await database.transaction(async () => outbox.add(Happened, { key: 'a', n: 1 }));

    await until(() => published.length === 2);
    expect(published.map(({ to }) => to).sort()).toEqual(['queue', 'topic']);
  });

  it('is woken by the commit and does not wait for the poll', async () => {
    const { database, outbox } = await start({ OUTBOX_POLL_INTERVAL_MS: '60000' });

    await database.transaction(async () => outbox.add(Happened, { key: 'a', n: 1 }));

    await until(() => published.length === 1, { timeoutMs: 2_000 });
    expect(published).toHaveLength(1);
  });

  it('publishes what another process committed and could not publish', async () => {
    behaviour = () => Promise.reject(new PublishUnconfirmedError('down'));
    const first = await start({ OUTBOX_POLL_INTERVAL_MS: '60000' });
    await first.database.transaction(async () => first.outbox.add(Happened, { key: 'a', n: 1 }));
    await contexts.pop()?.close();
    behaviour = async (destination, message) => note(destination, message);

    await start();

    await until(() => published.length === 1);
    expect(published).toHaveLength(1);
  });

  it('repeats a failed row before the rows behind it, and lets other keys pass', async () => {
    let failures = 2;
    behaviour = async (destination, message) => {
      if (message.key === 'stuck' && failures-- > 0) throw new UnroutableMessageError('no queue');
      note(destination, message);
    };
    const { database, outbox } = await start();

    await database.transaction(async () => {
      for (const n of [1, 2, 3]) {
        outbox.add(Happened, { key: 'stuck', n });
        outbox.add(Happened, { key: 'free', n });
      }
    });

    await until(() => published.length === 6);
    expect(published.slice(0, 3).map(({ key }) => key)).toEqual(['free', 'free', 'free']);
    expect(published.slice(3).map(({ n }) => n)).toEqual([1, 2, 3]);
    await until(async () => {
      const { rows } = await database.query({
        text: `select 1 from ${database.table('outbox_hold')}`,
      });
      return rows.length === 0;
    });
  });

  it('remembers why a key is held', async () => {
    behaviour = () => Promise.reject(new UnroutableMessageError('no queue takes it'));
    const { database, outbox } = await start();

    await database.transaction(async () => outbox.add(Happened, { key: 'a', n: 1 }));

    const hold = await until(async () => {
      const { rows } = await database.query({
        text: `select key, reason, failures, until > now() as held
          from ${database.table('outbox_hold')}`,
      });
      return rows[0];
    });
    expect(hold).toEqual({ key: 'a', reason: 'no queue takes it', failures: 1, held: true });
  });

  it('parks the rows of a held key, and no others', async () => {
    const { database, outbox } = await start();
    await database.query({
      text: `insert into ${database.table('outbox_hold')}
        (broker, destination, key, event_id, reason, failures, until)
        values ('fake', 'topic', 'held', 'id', 'no queue', 9, now() + interval '1 hour')`,
    });

    await database.transaction(async () => {
      outbox.add(Happened, { key: 'held', n: 1 });
      outbox.add(Happened, { key: 'free', n: 1 });
    });
    await until(async () => (await rowsLeft(database)) === 1);
    await database.transaction(async () => outbox.add(Happened, { key: 'free', n: 2 }));
    await until(async () => published.length > 1 && (await rowsLeft(database)) === 1);

    expect(published.map(({ key, n }) => [key, n])).toEqual([
      ['free', 1],
      ['free', 2],
    ]);
  });

  it('finds the rows behind a thousand of a stuck key', async () => {
    behaviour = async (destination, message) => {
      if (message.key === 'stuck') throw new PublishUnconfirmedError('partition without leader');
      note(destination, message);
    };
    const { database, outbox } = await start();

    await database.transaction(async () => {
      for (let n = 0; n < 1_000; n++) outbox.add(Happened, { key: 'stuck', n });
      outbox.add(Happened, { key: 'free', n: 0 });
    });

    await until(() => published.length === 1);
    expect(published).toHaveLength(1);
  });

  it('serves a destination while another one hangs', async () => {
    behaviour = (destination, message) => {
      if (destination.name === 'queue') return new Promise<void>(() => undefined);
      note(destination, message);
      return Promise.resolve();
    };
    const { database, outbox } = await start({ OUTBOX_STOP_TIMEOUT_MS: '0' }, [QUEUE, TOPIC]);

    for (const n of [1, 2, 3]) {
      await database.transaction(async () => outbox.add(Happened, { key: 'a', n }));
    }

    await until(() => published.length === 3);
    expect(published).toHaveLength(3);
  });

  it('stops although a broker hangs, and leaves the row to the next one', async () => {
    const started = { count: 0 };
    behaviour = () => {
      started.count += 1;
      return new Promise<void>(() => undefined);
    };
    const { database, outbox } = await start({ OUTBOX_STOP_TIMEOUT_MS: '10' });
    await database.transaction(async () => outbox.add(Happened, { key: 'a', n: 1 }));
    await until(() => started.count === 1);

    await contexts.pop()?.close();

    behaviour = async (destination, message) => note(destination, message);
    await start();
    await until(() => published.length === 1);
    expect(published).toHaveLength(1);
  });

  describe('while a transaction has stored its events and is about to commit', () => {
    it('lets nobody add to the same key', async () => {
      const app = await start({ DATABASE_LOCK_TIMEOUT_MS: '100' });

      await holdKey(app, async () => {
        await expect(addTo(app, 'same')).rejects.toThrow(DatabaseBusyError);
      });
    });

    it('holds up no other key, and no other schema of the same database', async () => {
      const app = await start({ DATABASE_LOCK_TIMEOUT_MS: '1000' });
      const other = await start({ RESOURCE_PREFIX: `other${run}_` });

      await holdKey(app, async () => {
        await expect(addTo(app, 'different')).resolves.toBeDefined();
        await expect(addTo(other, 'same')).resolves.toBeDefined();
      });
    });
  });

  it('keeps the order of each key through writers, relays and rollbacks', async () => {
    const [writers, perWriter, keyCount] = [9, 10, 6];
    const order: string[] = [];
    behaviour = async (_destination, message) => {
      if (Math.random() < 0.2) await new Promise((resolve) => setTimeout(resolve, 4));
      order.push(message.id);
    };
    const apps = await Promise.all([1, 2, 3].map(() => start({ OUTBOX_BATCH_SIZE: '20' })));
    const { database } = apps[0]!;
    const log = database.table('log');
    await database.query({
      text: `create table ${log} (id bigint, key text, event_id text);
        create function ${database.table('note')}() returns trigger language plpgsql as $$
        begin
          insert into ${log} values (new.id, new.key, new.event_id);
          perform pg_sleep(random() * 0.02);
          return new;
        end $$;
        create trigger note after insert on ${database.table('outbox')}
        for each row execute function ${database.table('note')}()`,
    });

    const write = async (writer: number) => {
      const app = apps[writer % apps.length]!;
      for (let i = 0; i < perWriter; i++) {
        await app.database
          .transaction(async () => {
            app.outbox.add(Happened, { key: `k${(writer + i) % keyCount}`, n: i });
            app.outbox.add(Happened, { key: `k${(writer * 5 + i * 7 + 1) % keyCount}`, n: i });
            if (i % 10 === 9) throw new Error('rolled back');
          })
          .catch((error: Error) => {
            if (error.message !== 'rolled back') throw error;
          });
      }
    };
    await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
    const expected = (writers * perWriter * 2 * 9) / 10;
    await until(() => order.length >= expected, { timeoutMs: 20_000 });

    const { rows } = await database.query<{ event_ids: string[] }>({
      text: `select array_agg(event_id order by id) as event_ids from ${log} group by key`,
    });
    expect(rows).toHaveLength(keyCount);
    expect(order).toHaveLength(expected);
    for (const { event_ids: ids } of rows) {
      const ofKey = new Set(ids);
      expect(order.filter((id) => ofKey.has(id))).toEqual(ids);
    }
  }, 30_000);
});
