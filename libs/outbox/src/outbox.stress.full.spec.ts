import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineEvent } from '@app/events';
import { PublishUnconfirmedError, type Destination, type OutboundMessage } from '@app/messaging';
import { Database, DatabaseModule } from '@app/database';
import { createTestDatabase, fakeBroker, Random, startTestContext, until } from '@app/testing';
import { OutboxModule } from './outbox.module.js';
import { Outbox } from './outbox.js';

/** `OUTBOX_STRESS_SEED` repeats a run's plan; how its steps interleave is the machine's. */
const SEED = Number(process.env['OUTBOX_STRESS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const [WRITERS, TRANSACTIONS_EACH, KEYS, RELAYS, KILLS] = [12, 120, 16, 4, 24];
const ROLLED_BACK = 0.1;
const [REFUSED, UNANSWERED, SLOW] = [0.01, 0.01, 0.2];

const Happened = defineEvent({
  name: 'thing.happened',
  version: 1,
  schema: z.object({ key: z.string() }),
  subject: (data) => data.key,
});

const DESTINATIONS = [
  { broker: 'fake', name: 'topic' },
  { broker: 'fake', name: 'queue' },
];

/** What the broker has, in the order in which it took it. */
class Log {
  readonly entries: { readonly to: string; readonly id: string }[] = [];

  /** The ids at a destination, each where it came first: consumers know a repeat by its id. */
  firsts(destination: string): string[] {
    return [...new Set(this.entries.filter(({ to }) => to === destination).map(({ id }) => id))];
  }
}

/** An app of its own: pool, outbox and relay. */
class Instance {
  private isDead = false;

  private constructor(
    private readonly name: string,
    private readonly log: Log,
    private readonly random: Random,
  ) {}

  private context!: INestApplicationContext;

  static async start(name: string, url: string, log: Log, random: Random): Promise<Instance> {
    const instance = new Instance(name, log, random);
    instance.context = await startTestContext({
      imports: [DatabaseModule.forRoot({ schema: 'app', migrations: {} }), OutboxModule],
      adapters: [fakeBroker((to, message) => instance.publish(to, message))],
      routes: [[Happened, DESTINATIONS]],
      environment: {
        DATABASE_URL: `${url}?application_name=${name}`,
        DATABASE_LOCK_TIMEOUT_MS: '20000',
        OUTBOX_POLL_INTERVAL_MS: '20',
        OUTBOX_BATCH_SIZE: '20',
        OUTBOX_STOP_TIMEOUT_MS: '0',
      },
    });
    return instance;
  }

  get database(): Database {
    return this.context.get(Database);
  }

  get outbox(): Outbox {
    return this.context.get(Outbox);
  }

  /** The connections break: the relay lives on, and what it was publishing too. */
  async cut(by: Database): Promise<void> {
    await by.query({
      text: 'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1',
      values: [this.name],
    });
  }

  /** The process ends: from this moment on nothing of it reaches PostgreSQL or the broker. */
  async kill(by: Database): Promise<void> {
    this.isDead = true;
    await this.cut(by);
    await this.stop();
  }

  stop(): Promise<void> {
    return this.context.close();
  }

  private async publish(destination: Destination, message: OutboundMessage): Promise<void> {
    const luck = this.random.next();
    if (luck < SLOW) await sleep(this.random.between(1, 5));
    if (this.isDead) return new Promise(() => undefined);
    if (luck > 1 - REFUSED) throw new PublishUnconfirmedError('refused');
    this.log.entries.push({ to: destination.name, id: message.id });
    if (luck > 1 - REFUSED - UNANSWERED) throw new PublishUnconfirmedError('answer lost');
    return undefined;
  }
}

/** Notes each row in the transaction that adds it, and makes commits overtake each other. */
async function auditOutbox(database: Database): Promise<void> {
  const [audit, note] = [database.table('audit'), database.table('note')];
  await database.query({
    text: `create table ${audit} (id bigint, destination text, key text, event_id text);
      create function ${note}() returns trigger language plpgsql as $$
      begin
        insert into ${audit} values (new.id, new.destination, new.key, new.event_id);
        perform pg_sleep(random() * 0.01);
        return new;
      end $$;
      create trigger note after insert on ${database.table('outbox')}
      for each row execute function ${note}()`,
  });
}

const mustRollBack = (work: Promise<void>) => expect(work).rejects.toThrow('rolled back');

describe('Outbox under stress', () => {
  const seeds = new Random(SEED);
  const randomOfItsOwn = () => new Random(seeds.between(0, 2 ** 31));
  let url: string;
  let log: Log;
  let writer: Instance;
  let relays: Instance[];
  let started = 0;

  const startRelay = () => Instance.start(`relay-${++started}`, url, log, randomOfItsOwn());

  beforeEach(async () => {
    url = await createTestDatabase();
    log = new Log();
    writer = await Instance.start('writer', url, log, randomOfItsOwn());
    relays = await Promise.all(Array.from({ length: RELAYS }, startRelay));
    await auditOutbox(writer.database);
  });
  afterEach(async () => {
    await Promise.all([writer, ...relays].map((it) => it.stop()));
  });

  async function write(random: Random): Promise<void> {
    for (let count = 0; count < TRANSACTIONS_EACH; count++) {
      const keys = Array.from({ length: random.between(1, 3) }, () => random.between(1, KEYS));
      const isRolledBack = random.next() < ROLLED_BACK;
      const work = writer.database.transaction(async () => {
        for (const key of keys) writer.outbox.add(Happened, { key: `k${key}` });
        if (isRolledBack) throw new Error('rolled back');
      });
      await (isRolledBack ? mustRollBack(work) : work);
    }
  }

  async function breakThings(random: Random, isWritten: () => boolean): Promise<void> {
    for (let count = 0; count < KILLS || !isWritten(); count++) {
      await sleep(random.between(50, 400));
      const victim = random.between(0, RELAYS - 1);
      if (random.next() < 0.5) {
        await relays[victim]!.cut(writer.database);
      } else {
        await relays[victim]!.kill(writer.database);
        relays[victim] = await startRelay();
      }
    }
  }

  const rowsIn = async (table: string) => {
    const { rows } = await writer.database.query<{ count: number }>({
      text: `select count(*)::int from ${writer.database.table(table)}`,
    });
    return rows[0]?.count;
  };

  it('publishes all that was committed and nothing else, each key in its order, though relays die', async () => {
    process.stdout.write(`OUTBOX_STRESS_SEED=${SEED}\n`);
    let isWritten = false;
    const writing = Promise.all(Array.from({ length: WRITERS }, () => write(randomOfItsOwn())));
    const breaking = breakThings(randomOfItsOwn(), () => isWritten);
    await writing.finally(() => (isWritten = true));
    await breaking;
    await until(async () => (await rowsIn('outbox')) === 0, {
      timeoutMs: 60_000,
      what: 'the outbox to be empty',
    });

    const { rows } = await writer.database.query<{ destination: string; ids: string[] }>({
      text: `select destination, array_agg(event_id order by id) as ids
        from ${writer.database.table('audit')} group by destination, key`,
    });
    expect(rows).toHaveLength(KEYS * DESTINATIONS.length);
    for (const { destination, ids } of rows) {
      const ofKey = new Set(ids);
      expect(log.firsts(destination).filter((id) => ofKey.has(id))).toEqual(ids);
    }
    const committed = await rowsIn('audit');
    const firsts = DESTINATIONS.flatMap(({ name }) => log.firsts(name));
    expect(firsts).toHaveLength(committed!);
    await expect(rowsIn('outbox_dead_letters')).resolves.toBe(0);
    process.stdout.write(
      `${committed} messages; ${log.entries.length - firsts.length} came again; ${started} relays\n`,
    );
  }, 240_000);
});
