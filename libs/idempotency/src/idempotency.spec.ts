import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, Module, type INestApplication } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { z } from 'zod';
import { createEvent, defineEvent, encodeEvent, EventCatalogue, type EventData } from '@app/events';
import {
  ConsumerTransport,
  createConsumer,
  DeliveryPipeline,
  deliveryScope,
  EventRoutes,
  MessagePublisher,
  startApp,
  SystemClock,
  type BrokerAdapter,
  type Channel,
  type Delivery,
  type Settlement,
} from '@app/messaging';
import {
  Database,
  DatabaseModule,
  DatabaseUnavailableError,
  NoTransactionError,
} from '@app/database';
import { Outbox, OutboxModule } from '@app/outbox';
import { createTestDatabase } from '@app/testing';
import { IdempotencyModule } from './idempotency.module.js';
import { Idempotent } from './idempotent.decorator.js';

const schema = z.object({ id: z.string(), n: z.number().default(1) });
const Added = defineEvent({ name: 'added', version: 1, schema, subject: (data) => data.id });
const Charged = defineEvent({
  name: 'charged',
  version: 1,
  schema,
  subject: (data) => data.id,
  idempotencyKey: (data) => `charge ${data.id}`,
});
const Called = defineEvent({ name: 'called', version: 1, schema, subject: (data) => data.id });
const Doubled = defineEvent({ name: 'doubled', version: 1, schema, subject: (data) => data.id });
const Done = defineEvent({ name: 'done', version: 1, schema, subject: (data) => data.id });

type Data = EventData<typeof Added>;

const QUEUE: Channel = { broker: 'fake', name: 'work', kind: 'queue' };

/** What handlers do beside writing; a test sets it. */
let effect: (data: Data) => Promise<void> | void = () => undefined;
/** What the `manual` handler does beside its transaction. */
let beside: () => Promise<void> = () => Promise.resolve();
/** Whether the `manual` handler goes on where its transaction failed. */
let swallows = false;
let calls: string[] = [];

/** Whether the `manual` handler was in a transaction before it opened its own. */
let insideBefore: boolean | undefined;

function isInTransaction(database: Database<{ effect: { id: string } }>): boolean {
  try {
    return database.currentTransaction() !== undefined;
  } catch (error) {
    if (error instanceof NoTransactionError) return false;
    throw error;
  }
}

@Controller()
class Handlers {
  constructor(
    private readonly database: Database<{ effect: { id: string } }>,
    private readonly outbox: Outbox,
  ) {}

  @EventPattern<string>(Added.type)
  @Idempotent()
  async added(@Payload() data: Data): Promise<void> {
    calls.push(data.id);
    await this.write(data);
    await effect(data);
  }

  @EventPattern<string>(Charged.type)
  @Idempotent()
  async charged(@Payload() data: Data): Promise<void> {
    await this.write(data);
  }

  @EventPattern<string>(Called.type)
  @Idempotent({ transaction: 'manual' })
  async called(@Payload() data: Data): Promise<void> {
    calls.push(data.id);
    insideBefore = isInTransaction(this.database);
    const writing = this.database.transaction(() => this.write(data));
    await Promise.all([swallows ? writing.catch(() => undefined) : writing, beside()]);
    await effect(data);
  }

  private async write(data: Data): Promise<void> {
    await this.database.kysely.insertInto('effect').values({ id: data.id }).execute();
    this.outbox.add(Done, data);
  }
}

@Controller()
@Idempotent()
class DoublyDecorated {
  @EventPattern<string>(Doubled.type)
  @Idempotent()
  doubled(@Payload() data: Data): void {
    calls.push(data.id);
  }
}

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'app',
      migrations: {
        effect_001: {
          up: async (db) => {
            await db.schema.createTable('effect').addColumn('id', 'text').execute();
          },
        },
      },
    }),
    OutboxModule,
    IdempotencyModule.forInbox(),
  ],
  controllers: [Handlers, DoublyDecorated],
})
class AppModule {}

const catalogue = new EventCatalogue([Added, Charged, Called, Doubled, Done]);

class FakeTransport extends ConsumerTransport {
  protected async start(): Promise<void> {}

  close(): void {}

  consumer() {
    return createConsumer(this.handlers, { channel: QUEUE }, catalogue, 1_000_000);
  }
}

/** Confirms nothing, so that the outbox keeps what was committed. */
class SilentPublisher extends MessagePublisher {
  readonly brokers = ['fake'];

  maxBodyBytes(): number {
    return 1_000_000;
  }

  publish(): Promise<void> {
    return new Promise(() => undefined);
  }
}

@Module({})
class FakeModule {}

const providers = [FakeTransport, SilentPublisher];
const fake: BrokerAdapter = {
  brokers: ['fake'],
  module: () => ({ module: FakeModule, global: true, providers, exports: providers }),
  transport: FakeTransport,
  publisher: SilentPublisher,
};

function deliveryOf(
  definition: typeof Added,
  data: { id: string; n?: number },
  consumer = 'app:work',
): Delivery {
  const origin = { source: '/test', time: new Date() };
  const { body, headers } = encodeEvent(createEvent(definition, { n: 1, ...data }, origin));
  return {
    body,
    headers,
    source: { ...QUEUE, consumer, coordinates: {} },
    attempt: 1,
    mayHaveStarted: false,
    signal: new AbortController().signal,
  };
}

describe('@Idempotent() with the inbox', () => {
  let app: INestApplication;
  let database: Database<{ effect: { id: string } }>;
  let process: (delivery: Delivery) => Promise<Settlement>;

  const count = async (table: string) => {
    const { rows } = await database.query<{ count: number }>({
      text: `select count(*)::int from ${database.table(table)}`,
    });
    return rows[0]?.count;
  };

  beforeAll(async () => {
    app = await startApp(
      {
        name: 'app',
        module: AppModule,
        consumes: [{ channel: QUEUE }],
        publishes: [Done],
        healthPort: 0,
      },
      {
        adapters: [fake],
        catalogue,
        routes: new EventRoutes([[Done, [{ broker: 'fake', name: 'done' }]]]),
        clock: new SystemClock(),
        environment: {
          DATABASE_URL: await createTestDatabase(),
          DATABASE_LOCK_TIMEOUT_MS: '200',
          OUTBOX_STOP_TIMEOUT_MS: '0',
        },
        logger: false,
      },
    );
    database = app.get<Database<{ effect: { id: string } }>>(Database, { strict: false });
    const pipeline = app.get(DeliveryPipeline, { strict: false });
    const consumer = app.get(FakeTransport, { strict: false }).consumer();
    process = (delivery) => pipeline.process(delivery, consumer);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    effect = () => undefined;
    beside = () => Promise.resolve();
    swallows = false;
    calls = [];
    // Rows that the relay has claimed stay locked: truncate would wait for it.
    for (const table of ['effect', 'inbox']) {
      await database.query({ text: `delete from ${database.table(table)}` });
    }
  });

  it('gives each of 30 messages its effect once, delivered five times at once', async () => {
    const before = await count('outbox');
    const deliveries = Array.from({ length: 30 }, (_, i) => deliveryOf(Added, { id: `e${i}` }));
    const five = [1, 2, 3, 4, 5].flatMap(() => deliveries);

    const settlements = await Promise.all(five.map(process));

    const others = settlements.filter((it) => it.kind !== 'ack');
    for (const other of others) {
      expect(other).toMatchObject({ kind: 'retry', costsAttempt: false });
    }
    await expect(count('effect')).resolves.toBe(30);
    await expect(count('inbox')).resolves.toBe(30);
    expect((await count('outbox'))! - before!).toBe(30);
  }, 20_000);

  it('keeps nothing of a handler that failed, and runs it again', async () => {
    const delivery = deliveryOf(Added, { id: 'a' });
    const before = await count('outbox');
    effect = () => {
      throw new Error('after writing');
    };

    await expect(process(delivery)).resolves.toMatchObject({ kind: 'retry', costsAttempt: true });
    await expect(count('effect')).resolves.toBe(0);
    await expect(count('inbox')).resolves.toBe(0);
    await expect(count('outbox')).resolves.toBe(before);

    effect = () => undefined;
    await expect(process(delivery)).resolves.toEqual({ kind: 'ack' });
    await expect(count('effect')).resolves.toBe(1);
  });

  it('acknowledges a duplicate without the handler', async () => {
    const delivery = deliveryOf(Added, { id: 'a' });
    await process(delivery);

    await expect(process({ ...delivery, attempt: 2 })).resolves.toEqual({ kind: 'ack' });

    expect(calls).toEqual(['a']);
  });

  it('means one claim where the class and the method have the decorator', async () => {
    const delivery = deliveryOf(Doubled, { id: 'a' });

    await expect(process(delivery)).resolves.toEqual({ kind: 'ack' });
    await expect(process(delivery)).resolves.toEqual({ kind: 'ack' });

    expect(calls).toEqual(['a']);
  });

  it('hands a duplicate back at no cost while the first one is at work', async () => {
    const delivery = deliveryOf(Added, { id: 'a' });
    let duplicate: Settlement | undefined;
    effect = async () => {
      duplicate ??= await database.outside(() => process(delivery));
    };

    await expect(process(delivery)).resolves.toEqual({ kind: 'ack' });

    expect(duplicate).toMatchObject({ kind: 'retry', costsAttempt: false });
    expect(calls).toEqual(['a']);
  });

  it('lets every consumer handle the message', async () => {
    const delivery = deliveryOf(Added, { id: 'a' });

    await process(delivery);
    await process({ ...delivery, source: { ...delivery.source, consumer: 'app:audit' } });

    expect(calls).toEqual(['a', 'a']);
  });

  it('refuses an event id that comes with other bytes', async () => {
    const delivery = deliveryOf(Added, { id: 'a', n: 1 });
    await process(delivery);
    const forged = delivery.body.toString().replace('"n":1', '"n":2');

    const settlement = await process({ ...delivery, body: Buffer.from(forged) });

    expect(settlement).toMatchObject({ kind: 'dead-letter', reason: 'IDEMPOTENCY_MISMATCH' });
  });

  it('takes one event id of two sources for two events', async () => {
    const delivery = deliveryOf(Added, { id: 'a' });
    const elsewhere = delivery.body.toString().replace(/"source":"[^"]*"/, '"source":"/elsewhere"');

    await process(delivery);
    const settlement = await process({ ...delivery, body: Buffer.from(elsewhere) });

    expect(settlement).toEqual({ kind: 'ack' });
    expect(calls).toEqual(['a', 'a']);
  });

  it('takes two events of one business key for the same, if their payload is', async () => {
    await expect(process(deliveryOf(Charged, { id: 'a', n: 1 }))).resolves.toEqual({ kind: 'ack' });
    await expect(process(deliveryOf(Charged, { id: 'a', n: 1 }))).resolves.toEqual({ kind: 'ack' });

    await expect(process(deliveryOf(Charged, { id: 'a', n: 2 }))).resolves.toMatchObject({
      kind: 'dead-letter',
      reason: 'IDEMPOTENCY_MISMATCH',
    });
    await expect(count('effect')).resolves.toBe(1);
  });

  it('does nothing with a message that is no longer ours', async () => {
    const delivery = { ...deliveryOf(Added, { id: 'a' }), signal: AbortSignal.abort() };

    await expect(process(delivery)).resolves.toMatchObject({ kind: 'retry', costsAttempt: false });

    expect(calls).toEqual([]);
  });

  describe("in a handler's own transaction", () => {
    it('has the effect once, also with duplicates at the same time', async () => {
      const delivery = deliveryOf(Called, { id: 'a' });

      const settlements = await Promise.all([1, 2, 3].map(() => process(delivery)));

      expect(settlements).toEqual([{ kind: 'ack' }, { kind: 'ack' }, { kind: 'ack' }]);
      expect(insideBefore).toBe(false);
      await expect(count('effect')).resolves.toBe(1);
      await expect(process(delivery)).resolves.toEqual({ kind: 'ack' });
      await expect(count('effect')).resolves.toBe(1);
    });

    it('runs again where the handler swallows that it got no connection', async () => {
      swallows = true;
      const begin = database.newTransaction.bind(database);
      let isBusy = true;
      // The relay's own transactions go on.
      const spy = jest.spyOn(database, 'newTransaction').mockImplementation((work, options) => {
        if (!isBusy || !deliveryScope.current()) return begin(work, options);
        isBusy = false;
        return Promise.reject(new DatabaseUnavailableError('All connections are busy.'));
      });
      const delivery = deliveryOf(Called, { id: 'a' });

      const settlement = await process(delivery);
      spy.mockRestore();

      expect(settlement.kind).not.toBe('ack');
      await expect(process(delivery)).resolves.toEqual({ kind: 'ack' });
      await expect(count('effect')).resolves.toBe(1);
    });

    it('refuses a second transaction, whose effect could get lost', async () => {
      effect = () => database.transaction(async () => undefined);

      const settlement = await process(deliveryOf(Called, { id: 'a' }));

      expect(settlement).toMatchObject({ kind: 'dead-letter', reason: 'UNRECOVERABLE' });
    });

    it('refuses one beside the first, which must not pass for a duplicate', async () => {
      beside = () => database.transaction(async () => undefined);

      const settlement = await process(deliveryOf(Called, { id: 'a' }));

      expect(settlement).toMatchObject({ kind: 'dead-letter', reason: 'UNRECOVERABLE' });
    });
  });
});
