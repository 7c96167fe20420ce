import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Database, DatabaseModule, RetentionPurge } from '@app/database';
import { createTestDatabase, startTestContext } from '@app/testing';
import { createOpenOrders, type OpenOrdersTables } from '../migrations/002-create-open-orders.js';
import { forgetLonelyEnds } from '../migrations/003-forget-lonely-ends.js';
import { lonelyEndsPurge } from './lonely-ends.purge.js';
import { OpenOrders, type StalledOrder } from './open-orders.js';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute));

@Module({ providers: [lonelyEndsPurge] })
class LonelyEndsModule {}

describe('OpenOrders', () => {
  let context: INestApplicationContext;
  let database: Database<OpenOrdersTables>;
  let orders: OpenOrders;

  beforeEach(async () => {
    context = await startTestContext({
      imports: [
        DatabaseModule.forRoot({
          schema: 'tasks',
          migrations: {
            '002-create-open-orders': createOpenOrders,
            '003-forget-lonely-ends': forgetLonelyEnds,
          },
        }),
        LonelyEndsModule,
      ],
      environment: { DATABASE_URL: await createTestDatabase(), INBOX_RETENTION_HOURS: '24' },
    });
    database = context.get<Database<OpenOrdersTables>>(Database);
    orders = new OpenOrders(database);
  });
  afterEach(() => context.close());

  const rows = () => database.kysely.selectFrom('open_orders').selectAll().execute();

  it('are stalled when they were placed before then, each once', async () => {
    const [old, young] = [uuid(), uuid()];
    await orders.begin(young, at(10));
    await orders.begin(old, at(0));

    expect(await orders.takeStalled(at(0), at(10))).toEqual([]);
    expect(await orders.takeStalled(at(5), at(15))).toEqual([{ orderId: old, placedAt: at(0) }]);
    expect(await orders.takeStalled(at(5), at(15))).toEqual([]);
    expect(await orders.takeStalled(at(11), at(21))).toEqual([
      { orderId: young, placedAt: at(10) },
    ]);
  });

  it.each([
    ['after its beginning', ['begin', 'end'] as const],
    ['before its beginning', ['end', 'begin'] as const],
  ])('leave no row of an order whose end is seen %s', async (_, facts) => {
    const orderId = uuid();

    for (const fact of facts) {
      await orders[fact](orderId, at(1));
      expect(await orders.takeStalled(at(fact === 'end' ? 59 : 0), at(59))).toEqual([]);
    }

    expect(await rows()).toEqual([]);
  });

  it('forget one that was reported when it ends at last', async () => {
    const orderId = uuid();
    await orders.begin(orderId, at(0));
    await orders.takeStalled(at(5), at(15));

    await orders.end(orderId, at(16));

    expect(await rows()).toEqual([]);
  });

  it('are not waited for by their end any longer than the inbox remembers it', async () => {
    const [lonely, waiting, open] = [uuid(), uuid(), uuid()];
    await orders.end(lonely, at(0));
    await orders.begin(open, at(0));
    await database.query({
      text: `update ${database.table('open_orders')} set created_at = now() - interval '25 hours'`,
    });
    // A fact of long ago that is only read now still waits for its beginning.
    await orders.end(waiting, at(0));

    await expect(context.get(RetentionPurge, { strict: false }).purge()).resolves.toBe(1);

    const left = (await rows()).map((row) => row.order_id);
    expect(left.sort()).toEqual([waiting, open].sort());
    await orders.begin(waiting, at(0));
    expect(await orders.takeStalled(at(5), at(15))).toEqual([{ orderId: open, placedAt: at(0) }]);
  });

  it('come in portions, the oldest first, and none is left out', async () => {
    const values = Array.from({ length: 150 }, (_, index) => ({
      order_id: uuid(),
      placed_at: new Date(at(0).getTime() - index * 1_000),
    }));
    await database.kysely.insertInto('open_orders').values(values).execute();

    const first = await orders.takeStalled(at(5), at(15));
    const second = await orders.takeStalled(at(5), at(15));

    const oldestFirst = values.toReversed().map((it) => it.order_id);
    expect(idsOf(first).sort()).toEqual(oldestFirst.slice(0, 100).sort());
    expect(idsOf(second).sort()).toEqual(oldestFirst.slice(100).sort());
  });

  it('report an order once when two reports run side by side', async () => {
    await orders.begin(uuid(), at(0));

    const reports = await Promise.all([1, 2, 3].map(() => orders.takeStalled(at(5), at(15))));

    expect(reports.flat()).toHaveLength(1);
  });
});

function idsOf(stalled: readonly StalledOrder[]): string[] {
  return stalled.map((it) => it.orderId);
}
