import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { OpenOrdersTables } from '../migrations/002-create-open-orders.js';

export interface StalledOrder {
  readonly orderId: string;
  readonly placedAt: Date;
}

/** A report is one transaction; what is left over comes with the next. */
const MOST_AT_ONCE = 100;

/**
 * The orders that have not ended, as far as their facts were read. Facts of different services
 * overtake each other, so an end that comes first waits here for its beginning.
 */
@Injectable()
export class OpenOrders {
  constructor(private readonly database: Database<OpenOrdersTables>) {}

  /** Needs to be told of each fact once: an order that began again would stay open. */
  async begin(orderId: string, at: Date): Promise<void> {
    await this.note(orderId, { placed_at: at });
  }

  /** Needs to be told of each fact once. */
  async end(orderId: string, at: Date): Promise<void> {
    await this.note(orderId, { ended_at: at });
  }

  /**
   * The oldest open orders that were placed before `placedBefore`. Each is taken once.
   * One that is about to end at this moment is left out.
   */
  async takeStalled(placedBefore: Date, now: Date): Promise<StalledOrder[]> {
    const stalled = this.database.kysely
      .selectFrom('open_orders')
      .select('order_id')
      .where('placed_at', '<', placedBefore)
      .where('ended_at', 'is', null)
      .where('reported_at', 'is', null)
      .orderBy('placed_at')
      .limit(MOST_AT_ONCE)
      .forUpdate()
      .skipLocked();
    const rows = await this.database.kysely
      .with('stalled', () => stalled)
      .updateTable('open_orders')
      .from('stalled')
      .set({ reported_at: now })
      .whereRef('open_orders.order_id', '=', 'stalled.order_id')
      .returning(['open_orders.order_id', 'placed_at'])
      .execute();
    return rows.flatMap((row) =>
      row.placed_at ? [{ orderId: row.order_id, placedAt: row.placed_at }] : [],
    );
  }

  private async note(orderId: string, fact: { placed_at: Date } | { ended_at: Date }) {
    await this.database.kysely
      .insertInto('open_orders')
      .values({ order_id: orderId, ...fact })
      .onConflict((conflict) => conflict.column('order_id').doUpdateSet(fact))
      .execute();
    await this.database.kysely
      .deleteFrom('open_orders')
      .where('order_id', '=', orderId)
      .where('placed_at', 'is not', null)
      .where('ended_at', 'is not', null)
      .execute();
  }
}
