import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Injectable, Module } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { sql } from 'kysely';
import { z } from 'zod';
import { Database, DatabaseModule } from '@app/database';
import { defineEvent, EventCatalogue, type EventData, type EventDefinition } from '@app/events';
import { Idempotent, IdempotencyModule } from '@app/idempotency';
import { EventPublisher, EventRoutes } from '@app/messaging';
import { Outbox, OutboxModule } from '@app/outbox';
import { anEvent } from '../builders/an-event.js';
import { createTestDatabase } from '../postgres/test-database.js';
import { startSystem, type RunningSystem } from '../system/start-system.js';
import { expectIdempotent } from './expect-idempotent.js';
import { expectSurvivesCrash } from './expect-survives-crash.js';

const schema = z.object({ id: z.string(), amount: z.number() });
const subject = ({ id }: { id: string }) => id;
const define = (name: string) => defineEvent({ name, version: 1, schema, subject });
const events = {
  safe: define('deposit.safe'),
  careless: define('deposit.careless'),
  racing: define('deposit.racing'),
  marking: define('deposit.marking'),
  shouting: define('deposit.shouting'),
  calling: define('deposit.calling'),
  refusing: define('deposit.refusing'),
  idle: define('deposit.idle'),
};
const Deposited = define('deposit.made');
type Deposit = EventData<typeof events.safe>;

interface Tables {
  deposit: { id: string; amount: number };
  /** A bigint. */
  balance: { total: string };
  mark: { id: string };
}

/** What an API outside was asked for. */
let calls: string[] = [];

@Injectable()
class Deposits {
  constructor(
    private readonly database: Database<Tables>,
    private readonly outbox: Outbox,
  ) {}

  async add({ id, amount }: Deposit): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.kysely.insertInto('deposit').values({ id, amount }).execute();
      await this.database.kysely
        .updateTable('balance')
        .set({ total: sql`total + ${amount}` })
        .execute();
      this.outbox.add(Deposited, { id, amount });
    });
  }

  async isMarked(id: string): Promise<boolean> {
    const { kysely } = this.database;
    return (await kysely.selectFrom('mark').selectAll().where('id', '=', id).execute()).length > 0;
  }

  async mark(id: string): Promise<void> {
    await this.database.kysely.insertInto('mark').values({ id }).execute();
  }
}

@Controller()
class Handlers {
  constructor(
    private readonly deposits: Deposits,
    private readonly publisher: EventPublisher,
  ) {}

  @EventPattern<string>(events.safe.type)
  @Idempotent()
  safe(@Payload() deposit: Deposit) {
    return this.deposits.add(deposit);
  }

  @EventPattern<string>(events.careless.type)
  careless(@Payload() deposit: Deposit) {
    return this.deposits.add(deposit);
  }

  /** Looks first and marks last: two at once both find no mark. */
  @EventPattern<string>(events.racing.type)
  async racing(@Payload() deposit: Deposit) {
    if (await this.deposits.isMarked(deposit.id)) return;
    await this.deposits.add(deposit);
    await this.deposits.mark(deposit.id);
  }

  /** Marks first: who dies in between has marked what was never done. */
  @EventPattern<string>(events.marking.type)
  async marking(@Payload() deposit: Deposit) {
    if (await this.deposits.isMarked(deposit.id)) return;
    await this.deposits.mark(deposit.id);
    await this.deposits.add(deposit);
  }

  @EventPattern<string>(events.shouting.type)
  async shouting(@Payload() deposit: Deposit) {
    await this.publisher.publish(Deposited, deposit);
  }

  @EventPattern<string>(events.calling.type)
  @Idempotent()
  async calling(@Payload() deposit: Deposit) {
    calls.push(deposit.id);
    await this.deposits.add(deposit);
  }

  @EventPattern<string>(events.idle.type)
  @Idempotent()
  idle() {}

  @EventPattern<string>(events.refusing.type)
  @Idempotent()
  refusing() {
    throw new Error('no such account');
  }
}

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'bank',
      migrations: {
        bank_001: {
          up: async (db) => {
            await db.schema
              .createTable('deposit')
              .addColumn('number', 'integer', (column) => column.generatedAlwaysAsIdentity())
              .addColumn('id', 'text')
              .addColumn('amount', 'integer')
              .execute();
            await db.schema.createTable('balance').addColumn('total', 'bigint').execute();
            await db.schema.createTable('mark').addColumn('id', 'text').execute();
          },
        },
      },
    }),
    OutboxModule,
    IdempotencyModule.forInbox(),
  ],
  controllers: [Handlers],
  providers: [Deposits],
})
class BankModule {}

const queue = { broker: 'rabbitmq', name: 'deposits', kind: 'queue' } as const;
const all = [...Object.values(events), Deposited];
const elsewhere = { broker: 'rabbitmq', name: 'made' };

const deposit = (definition: EventDefinition) => anEvent(definition, { id: 'd-1', amount: 5 });

describe('expectations of a handler', () => {
  let system: RunningSystem;

  beforeEach(async () => {
    calls = [];
    system = await startSystem({
      apps: [
        {
          name: 'bank',
          module: BankModule,
          consumes: [{ channel: queue }],
          publishes: [Deposited],
          healthPort: 0,
        },
      ],
      catalogue: new EventCatalogue(all),
      routes: new EventRoutes(
        all.map((it): [EventDefinition, [typeof queue | typeof elsewhere]] => [
          it,
          [it === Deposited ? elsewhere : queue],
        ]),
      ),
      declare: (topology) => {
        topology.declareQueue('deposits');
        topology.declareQueue('made');
      },
      environment: { DATABASE_URL: await createTestDatabase() },
    });
    const database = system.app('bank').get<Database<Tables>>(Database, { strict: false });
    await database.kysely.insertInto('balance').values({ total: '100' }).execute();
  });
  afterEach(() => system.stop());

  const idempotent = (definition: EventDefinition) =>
    expectIdempotent(system.app('bank'), deposit(definition));
  const survives = (definition: EventDefinition) =>
    expectSurvivesCrash(system.app('bank'), deposit(definition));

  it('are met by one whose effect commits with its record', async () => {
    await expect(idempotent(events.safe)).resolves.toBeUndefined();
    await expect(survives(events.safe)).resolves.toBeUndefined();
  });

  it('tell what was done twice by one that keeps no record', async () => {
    const failing = idempotent(events.careless);

    await expect(failing).rejects.toThrow(/deposit\.careless\.v1, delivered once more/);
    await expect(failing).rejects.toThrow(
      /\+ row of deposit \{"id":"d-1","amount":5\} +\(once more\)/,
    );
    await expect(failing).rejects.toThrow(/\+ row of balance \{"total":110\}\n/);
    await expect(failing).rejects.toThrow(/\+ message .*"type":"deposit\.made\.v1"/);
    await expect(failing).rejects.toThrow(/Put @Idempotent\(\) on the handler/);
    await expect(survives(events.careless)).rejects.toThrow(/dies before it acknowledges/);
  });

  it('find two at once that both find no record', async () => {
    await expect(idempotent(events.racing)).rejects.toThrow(/delivered 5 times at once/);
  });

  it('tell what was lost by one that keeps its record before its work', async () => {
    const failing = survives(events.marking);

    await expect(failing).rejects.toThrow(/dies before it commits/);
    await expect(failing).rejects.toThrow(/- row of deposit .*\(lost\)/);
  });

  it('see what is sent past the outbox', async () => {
    await expect(idempotent(events.shouting)).rejects.toThrow(/\+ message .*\(once more\)/);
  });

  it('see an effect outside the database when they are told where', async () => {
    const outside = { read: () => [...calls], reset: () => void (calls = []) };
    await idempotent(events.calling);
    calls = [];

    const failing = expectSurvivesCrash(system.app('bank'), deposit(events.calling), { outside });

    await expect(failing).rejects.toThrow(/dies before it commits/);
    await expect(failing).rejects.toThrow(/\+ outside "d-1" +\(once more\)/);
  });

  it('refuse a handler that does nothing', async () => {
    await expect(idempotent(events.idle)).rejects.toThrow(/deposit\.idle\.v1 has no effect/);
    await expect(survives(events.idle)).rejects.toThrow(/shows nothing/);
  });

  it('pass on why an event is not handled at all', async () => {
    await expect(idempotent(events.refusing)).rejects.toThrow(/RETRIES_EXHAUSTED.*no such account/);
    await expect(idempotent(Deposited)).rejects.toThrow(
      /bank has no handler for deposit\.made\.v1/,
    );
  });

  it('leave the app as it was, and sending again', async () => {
    await idempotent(events.safe);

    await system.app('bank').get(EventPublisher, { strict: false }).publish(Deposited, {
      id: 'd-2',
      amount: 1,
    });
    expect(system.broker.storedIn('made').map(({ key }) => key)).toEqual(['d-2']);
    const { kysely } = system.app('bank').get<Database<Tables>>(Database, { strict: false });
    expect(await kysely.selectFrom('balance').selectAll().execute()).toEqual([{ total: '100' }]);
    expect(await kysely.selectFrom('deposit').selectAll().execute()).toEqual([]);
  });

  it('leave a number as it was that JavaScript would round', async () => {
    const { kysely } = system.app('bank').get<Database<Tables>>(Database, { strict: false });
    const total = '9007199254740993';
    await kysely.updateTable('balance').set({ total }).execute();

    await idempotent(events.safe);

    expect(await kysely.selectFrom('balance').selectAll().execute()).toEqual([{ total }]);
  });
});
