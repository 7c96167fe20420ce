import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import type { Generated, Kysely } from 'kysely';
import pg from 'pg';
import { HandBackError } from '@app/messaging';
import { createTestDatabase, startTestContext } from '@app/testing';
import { DatabaseBusyError } from './availability.errors.js';
import type { TransactionOptions } from './begin-statement.js';
import { DatabaseModule } from './database.module.js';
import { Database } from './database.js';
import { UnsupportedByDatabaseError } from './joining.driver.js';
import {
  NoTransactionError,
  TransactionEndedError,
  TransactionIdleError,
  TransactionRolledBackError,
} from './transaction.errors.js';

interface Tables {
  item: { id: Generated<number>; name: string };
}

const migrations = {
  item_001: {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('item')
        .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
        .addColumn('name', 'text', (column) => column.notNull().unique())
        .execute();
    },
  },
};

/** Something that a test waits for, and something that makes it happen. */
function signal() {
  let resolve!: () => void;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}

function start(url: string, schema: string, environment: Record<string, string> = {}) {
  return startTestContext({
    imports: [DatabaseModule.forRoot({ schema, migrations })],
    environment: {
      DATABASE_URL: url,
      DATABASE_LOCK_TIMEOUT_MS: '100',
      ...environment,
    },
  });
}

describe('Database', () => {
  let url: string;
  let context: INestApplicationContext;
  let database: Database<Tables>;

  const add = (name: string) => database.kysely.insertInto('item').values({ name }).execute();
  const names = async () => {
    const rows = await database.kysely.selectFrom('item').select('name').orderBy('name').execute();
    return rows.map((row) => row.name);
  };

  beforeAll(async () => {
    url = await createTestDatabase();
    context = await start(url, 'shop');
    database = context.get<Database<Tables>>(Database);
  });
  afterAll(() => context.close());
  beforeEach(async () => {
    await database.kysely.deleteFrom('item').execute();
  });

  it('commits what services wrote without being handed a transaction', async () => {
    await database.transaction(async () => {
      await add('a');
      await database.transaction(() => add('b'));
    });

    await expect(names()).resolves.toEqual(['a', 'b']);
  });

  it('rolls everything back when the work fails, and passes the original error on', async () => {
    const failure = new Error('no');

    const work = database.transaction(async () => {
      await add('a');
      throw failure;
    });

    await expect(work).rejects.toBe(failure);
    await expect(names()).resolves.toEqual([]);
  });

  it('keeps 150 concurrent transactions apart, a third of them failing', async () => {
    const work = Array.from({ length: 150 }, (_, i) =>
      database.transaction(async () => {
        await add(`n${i}`);
        await database.query({ text: 'select 1' });
        if (i % 3 === 0) throw new Error(`fails ${i}`);
        await add(`m${i}`);
      }),
    );

    const outcomes = await Promise.allSettled(work);

    const failed = outcomes.flatMap((it, i) => (it.status === 'rejected' ? [[i, it.reason]] : []));
    expect(failed).toHaveLength(50);
    for (const [i, reason] of failed) expect(String(reason)).toBe(`Error: fails ${i}`);
    await expect(names()).resolves.toHaveLength(100 * 2);
  });

  it('takes queries of one transaction side by side', async () => {
    await database.transaction(async () => {
      await Promise.all(['a', 'b', 'c', 'd'].map(add));
    });

    await expect(names()).resolves.toEqual(['a', 'b', 'c', 'd']);
  });

  it('writes past the transaction where asked to', async () => {
    const work = database.transaction(async () => {
      await add('inside');
      await database.outside(() => add('outside'));
      throw new Error('no');
    });

    await expect(work).rejects.toThrow('no');
    await expect(names()).resolves.toEqual(['outside']);
  });

  it('makes progress although every transaction waits for a query outside', async () => {
    const work = Array.from({ length: 40 }, (_, i) =>
      database.transaction(async () => {
        await database.outside(() => add(`outside ${i}`));
        await add(`inside ${i}`);
      }),
    );

    await Promise.all(work);

    await expect(names()).resolves.toHaveLength(80);
  });

  it('commits nothing when a failed query was caught', async () => {
    const work = database.transaction(async () => {
      await add('a');
      await add('a').catch(() => undefined);
    });

    await expect(work).rejects.toThrow(TransactionRolledBackError);
    await expect(names()).resolves.toEqual([]);
  });

  it('commits nothing when a joined transaction failed and was caught', async () => {
    const work = database.transaction(async () => {
      await add('a');
      await database.transaction(() => Promise.reject(new Error('inner'))).catch(() => undefined);
    });

    await expect(work).rejects.toThrow(TransactionRolledBackError);
    await expect(names()).resolves.toEqual([]);
  });

  it('refuses a query that comes after its transaction', async () => {
    let late: Promise<unknown> | undefined;
    const ended = signal();

    await database.transaction(async () => {
      late = ended.promise.then(() => add('late'));
    });
    ended.resolve();

    await expect(late).rejects.toThrow(TransactionEndedError);
    await expect(names()).resolves.toEqual([]);
  });

  it('refuses transactions of kysely, which others would not join', async () => {
    const work = database.kysely.transaction().execute(async () => undefined);

    await expect(work).rejects.toThrow(UnsupportedByDatabaseError);
  });

  it('has no current transaction outside of one', () => {
    expect(() => database.currentTransaction()).toThrow(NoTransactionError);
  });

  it('waits for the disk when it commits, but for what may be undone', async () => {
    const other = await start(`${url}?options=-c%20synchronous_commit%3Don`, 'durable');
    const durability = async (options: TransactionOptions) => {
      const show = { text: 'show synchronous_commit' };
      const { rows } = await other.get(Database).newTransaction((it) => it.query(show), options);
      return rows;
    };

    expect(await durability({})).toEqual([{ synchronous_commit: 'on' }]);
    expect(await durability({ mayBeUndone: true })).toEqual([{ synchronous_commit: 'off' }]);
    expect(await durability({})).toEqual([{ synchronous_commit: 'on' }]);
    await other.close();
  });

  describe('hooks', () => {
    it('sends a statement with COMMIT, and runs after-commit hooks outside', async () => {
      const seen: string[] = [];

      await database.transaction(async () => {
        const transaction = database.currentTransaction();
        transaction.withCommit(() => ({
          text: `insert into ${database.table('item')} (name) values ('with commit')`,
        }));
        transaction.afterCommit(() => {
          expect(() => database.currentTransaction()).toThrow(NoTransactionError);
          seen.push('after');
        });
      });

      expect(seen).toEqual(['after']);
      await expect(names()).resolves.toEqual(['with commit']);
    });

    it('rolls back when the statement that goes with COMMIT fails, and tells nobody', async () => {
      const seen: string[] = [];

      const work = database.transaction(async () => {
        await add('a');
        const transaction = database.currentTransaction();
        transaction.withCommit(() => ({ text: 'select 1 / 0' }));
        transaction.afterCommit(() => seen.push('after'));
      });

      await expect(work).rejects.toThrow('division by zero');
      expect(seen).toEqual([]);
      await expect(names()).resolves.toEqual([]);
    });
  });

  describe('when PostgreSQL says no', () => {
    it('hands back on a lock timeout', async () => {
      const locked = signal();
      const release = signal();
      const holder = database.transaction(async () => {
        await add('a');
        locked.resolve();
        await release.promise;
      });
      await locked.promise;

      const waiter = database.transaction(() => add('a'));

      await expect(waiter).rejects.toThrow(DatabaseBusyError);
      await expect(waiter).rejects.toBeInstanceOf(HandBackError);
      release.resolve();
      await holder;
    });

    it('hands back when the connection is killed, and goes on with another one', async () => {
      const work = database.transaction(async () => {
        await add('a');
        const { rows } = await database.query<{ pid: number }>({
          text: 'select pg_backend_pid() as pid',
        });
        await database.outside(() =>
          database.query({ text: 'select pg_terminate_backend($1)', values: [rows[0]?.pid] }),
        );
        await add('b');
      });

      await expect(work).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE', statusCode: 503 });
      await expect(names()).resolves.toEqual([]);
    });

    it('charges a transaction that idles for too long', async () => {
      const impatient = await start(url, 'shop', {
        DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS: '300',
      });
      const itsDatabase = impatient.get<Database<Tables>>(Database);

      const work = itsDatabase.transaction(async () => {
        await itsDatabase.query({ text: 'select 1' });
        await itsDatabase.outside(() => itsDatabase.query({ text: 'select pg_sleep(0.6)' }));
        await itsDatabase.query({ text: 'select 1' });
      });

      await expect(work).rejects.toThrow(TransactionIdleError);
      await expect(work).rejects.not.toBeInstanceOf(HandBackError);
      await impatient.close();
    });

    it('keeps every other error as it is', async () => {
      await add('a');

      await expect(database.transaction(() => add('a'))).rejects.toMatchObject({ code: '23505' });
    });
  });

  it('never lets two databases of one process meet', async () => {
    const other = await start(await createTestDatabase(), 'shop');
    const otherDatabase = other.get<Database<Tables>>(Database);

    const work = database.transaction(async () => {
      await add('a');
      await otherDatabase.kysely.insertInto('item').values({ name: 'other' }).execute();
      throw new Error('no');
    });

    await expect(work).rejects.toThrow('no');
    await expect(names()).resolves.toEqual([]);
    const kept = await otherDatabase.kysely.selectFrom('item').select('name').execute();
    expect(kept).toEqual([{ name: 'other' }]);
    await other.close();
  });
});

describe('DatabaseModule', () => {
  it('migrates once, though several instances start at the same time', async () => {
    const url = await createTestDatabase();

    const contexts = await Promise.all([1, 2, 3].map(() => start(url, 'shop')));

    for (const context of contexts) await context.close();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query('select name from shop.kysely_migration');
    await client.end();
    expect(rows).toEqual([{ name: 'item_001' }]);
  });

  it('puts the resource prefix before the schema', async () => {
    const url = await createTestDatabase();

    const context = await start(url, 'shop', { RESOURCE_PREFIX: 'run-7.' });

    expect(context.get(Database).table('item')).toBe('"run-7.shop"."item"');
    await context.close();
  });

  it('says where it looked for a server that does not answer', async () => {
    const unreachable = 'postgres://u:secret@127.0.0.1:1/x';

    const starting = start(unreachable, 'shop', { DATABASE_START_TIMEOUT_MS: '1' });

    await expect(starting).rejects.toThrow('PostgreSQL at 127.0.0.1:1 did not answer within 1 ms');
  });
});
