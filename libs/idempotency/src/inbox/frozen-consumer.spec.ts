import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { decideSettlement, DEFAULT_RETRY_POLICY, toError, type Settlement } from '@app/messaging';
import { Database, DatabaseModule, TransactionIdleError } from '@app/database';
import { createTestDatabase, startTestContext, until } from '@app/testing';
import type { IdempotencyClaim } from '../idempotency.store.js';
import { inboxMigrations } from './inbox.migrations.js';
import { InboxStore } from './inbox.store.js';

const IDLE_TIMEOUT_MS = 1_000;

interface Tables {
  effect: { by: string };
}

const migrations = {
  ...inboxMigrations,
  effect_001: {
    up: async (db: Kysely<unknown>) => {
      await db.schema.createTable('effect').addColumn('by', 'text').execute();
    },
  },
};

const claim: IdempotencyClaim = {
  consumer: 'app:work',
  key: 'event 1',
  payloadHash: Buffer.from('hash'),
  transaction: 'handler',
  signal: new AbortController().signal,
};

/** An instance of the app, with a pool of its own. */
class Instance {
  readonly database: Database<Tables>;
  private readonly store: InboxStore;

  private constructor(
    private readonly name: string,
    private readonly context: INestApplicationContext,
  ) {
    this.database = context.get<Database<Tables>>(Database);
    this.store = new InboxStore(context.get(Database));
  }

  static async start(name: string, url: string): Promise<Instance> {
    const context = await startTestContext({
      imports: [DatabaseModule.forRoot({ schema: 'app', migrations })],
      environment: {
        DATABASE_URL: url,
        DATABASE_LOCK_TIMEOUT_MS: '100',
        DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS: String(IDLE_TIMEOUT_MS),
      },
    });
    return new Instance(name, context);
  }

  /** Has the effect once, then does whatever comes `after` it. */
  async handle(after: () => Promise<unknown> = () => Promise.resolve()) {
    return this.store.runOnce(claim, async () => {
      await this.database.kysely.insertInto('effect').values({ by: this.name }).execute();
      await after();
    });
  }

  stop(): Promise<void> {
    return this.context.close();
  }
}

describe('a consumer that is stopped inside its transaction', () => {
  let frozen: Instance;
  let other: Instance;
  let thaw: AbortController;
  let zombie: Promise<unknown>;

  /** As SIGSTOP does: it holds its inbox row, and PostgreSQL hears nothing more of it. */
  const freeze = () =>
    new Promise<void>((isFrozen) => {
      zombie = frozen.handle(async () => {
        const thawed = once(thaw.signal, 'abort');
        isFrozen();
        await thawed;
      });
      zombie.catch(() => undefined);
    });
  const effects = async () => {
    const rows = await other.database.kysely.selectFrom('effect').select('by').execute();
    return rows.map((row) => row.by);
  };

  beforeEach(async () => {
    const url = await createTestDatabase();
    frozen = await Instance.start('frozen', url);
    other = await Instance.start('other', url);
    thaw = new AbortController();
  });
  afterEach(async () => {
    thaw.abort();
    await frozen.stop();
    await other.stop();
  });

  it('holds its inbox row no longer than a transaction may idle; duplicates wait at no cost', async () => {
    await freeze();
    const frozenAt = performance.now();

    const retries: Settlement[] = [];
    let outcome: string | undefined;
    while (outcome === undefined && performance.now() - frozenAt < 30_000) {
      try {
        outcome = await other.handle();
      } catch (error) {
        retries.push(decideSettlement(toError(error), 1, DEFAULT_RETRY_POLICY));
      }
    }

    expect(outcome).toBe('done');
    expect(performance.now() - frozenAt).toBeGreaterThan(IDLE_TIMEOUT_MS - 100);
    expect(retries.length).toBeGreaterThan(0);
    for (const retry of retries)
      expect(retry).toMatchObject({ kind: 'retry', costsAttempt: false });
    expect(await effects()).toEqual(['other']);
  });

  it('has no effect any more when it wakes up', async () => {
    await freeze();
    await until(() => other.handle(), { timeoutMs: 30_000, what: 'the row to be free' });

    thaw.abort();

    await expect(zombie).rejects.toThrow(TransactionIdleError);
    expect(await effects()).toEqual(['other']);
    // Its broker gives the message to it again: by now a duplicate.
    await expect(frozen.handle()).resolves.toBe('duplicate');
  });
});
