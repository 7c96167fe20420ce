import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import fc from 'fast-check';
import { Database, DatabaseModule } from '@app/database';
import { orderStatus, type OrderStepRecorded } from '@app/events';
import { createTestDatabase, startTestContext } from '@app/testing';
import { createStatistics, type StatisticsTables } from '../migrations/002-create-statistics.js';
import { StatisticsService } from './statistics.service.js';

const first = '01890a5d-ac96-774b-bcce-b302099a8057';
const second = '01890a5d-ac96-774b-bcce-b302099a8058';
const nothing = Object.fromEntries(orderStatus.options.map((status) => [status, 0]));

function step(
  orderId: string,
  seq: number,
  status: OrderStepRecorded['status'],
): OrderStepRecorded {
  const at = new Date(Date.UTC(2026, 0, 1) + seq * 1_000).toISOString();
  return { orderId, seq, status, at, step: 'some.step', broker: 'kafka' };
}

describe('StatisticsService', () => {
  let context: INestApplicationContext;
  let database: Database<StatisticsTables>;
  let statistics: StatisticsService;

  beforeEach(async () => {
    context = await startTestContext({
      imports: [
        DatabaseModule.forRoot({
          schema: 'orders',
          migrations: { '002-create-statistics': createStatistics },
        }),
      ],
      environment: { DATABASE_URL: await createTestDatabase() },
    });
    database = context.get<Database<StatisticsTables>>(Database);
    statistics = new StatisticsService(database);
  });
  afterEach(() => context.close());

  it('are all zero before the first order', async () => {
    expect(await statistics.current()).toEqual({
      ordersPlaced: 0,
      byStatus: nothing,
      averageSecondsToComplete: null,
      lastStepAt: null,
    });
  });

  it('count each order where it is now', async () => {
    await statistics.count(step(first, 1, 'placed'));
    await statistics.count(step(second, 2, 'placed'));
    await statistics.count(step(first, 3, 'payment_requested'));
    await statistics.count(step(first, 7, 'completed'));

    expect(await statistics.current()).toEqual({
      ordersPlaced: 2,
      byStatus: { ...nothing, placed: 1, completed: 1 },
      averageSecondsToComplete: 6,
      lastStepAt: '2026-01-01T00:00:07.000Z',
    });
  });

  it('are read once for all who ask at the same time', async () => {
    const [one, another] = await Promise.all([statistics.current(), statistics.current()]);
    expect(another).toBe(one);

    await statistics.count(step(first, 1, 'placed'));

    expect(await statistics.current()).toMatchObject({ ordersPlaced: 1 });
  });

  it('come out the same in whatever order, and however often, entries come', async () => {
    const steps = [
      step(first, 1, 'placed'),
      step(first, 3, 'paid'),
      step(first, 8, 'completed'),
      step(second, 2, 'placed'),
      step(second, 5, 'cancelled'),
      step(second, 9, 'cancelled'),
    ];
    const entries = fc
      .tuple(fc.shuffledSubarray(steps, { minLength: steps.length }), fc.shuffledSubarray(steps))
      .map(([all, again]) => [...again, ...all, ...again]);

    await fc.assert(
      fc.asyncProperty(entries, async (delivered) => {
        await database.kysely.deleteFrom('order_statistics').execute();
        for (const entry of delivered) await statistics.count(entry);
        expect(await statistics.current()).toEqual({
          ordersPlaced: 2,
          byStatus: { ...nothing, completed: 1, cancelled: 1 },
          averageSecondsToComplete: 7,
          lastStepAt: '2026-01-01T00:00:09.000Z',
        });
      }),
      { numRuns: 30 },
    );
  });
});
