import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/database';
import { orderStatus, type OrderStatus, type OrderStepRecorded } from '@app/events';
import type { StatisticsTables } from '../migrations/002-create-statistics.js';

/** What `GET /statistics` answers, and a page would show. */
export interface Statistics {
  readonly ordersPlaced: number;
  /** Orders by where they are now; every status is there. */
  readonly byStatus: Readonly<Record<OrderStatus, number>>;
  /** From the first step to the last, of completed orders; null while there are none. */
  readonly averageSecondsToComplete: number | null;
  readonly lastStepAt: string | null;
}

/**
 * Statistics as the feed tells them. They read nothing but the feed, so that they could be a service
 * of their own; the feed is trimmed, so an order of which every entry was lost isn't in them.
 */
@Injectable()
export class StatisticsService {
  private running: Promise<Statistics> | undefined;

  constructor(private readonly database: Database<StatisticsTables>) {}

  /**
   * Keeps one row an order. Entries of one order may overtake each other (several processes share
   * the stream), so the latest step says what the status is, whenever it comes.
   */
  async count({ orderId, seq, at, status }: OrderStepRecorded): Promise<void> {
    await this.database.kysely
      .insertInto('order_statistics')
      .values({ order_id: orderId, seq, status, first_at: at, last_at: at })
      .onConflict((conflict) =>
        conflict.column('order_id').doUpdateSet({
          status: sql`case when excluded.seq > order_statistics.seq
            then excluded.status else order_statistics.status end`,
          seq: sql`greatest(order_statistics.seq, excluded.seq)`,
          first_at: sql`least(order_statistics.first_at, excluded.first_at)`,
          last_at: sql`greatest(order_statistics.last_at, excluded.last_at)`,
        }),
      )
      .execute();
  }

  /** Reads every order's row, so however many ask at once, it is read once. */
  current(): Promise<Statistics> {
    this.running ??= this.read().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async read(): Promise<Statistics> {
    const rows = await this.database.kysely
      .selectFrom('order_statistics')
      .select((of) => [
        'status',
        of.fn.countAll<string>().as('orders'),
        of.fn.max('last_at').as('last_at'),
        sql<string>`avg(extract(epoch from last_at - first_at))`.as('seconds'),
      ])
      .groupBy('status')
      .execute();
    const byStatus = Object.fromEntries(
      orderStatus.options.map((status) => [
        status,
        Number(rows.find((row) => row.status === status)?.orders ?? 0),
      ]),
    ) as Record<OrderStatus, number>;
    const completed = rows.find((row) => row.status === 'completed');
    const lastMs = Math.max(...rows.map((row) => row.last_at.getTime()));
    return {
      ordersPlaced: Object.values(byStatus).reduce((sum, orders) => sum + orders, 0),
      byStatus,
      averageSecondsToComplete: completed ? Number(Number(completed.seconds).toFixed(3)) : null,
      lastStepAt: rows.length > 0 ? new Date(lastMs).toISOString() : null,
    };
  }
}
