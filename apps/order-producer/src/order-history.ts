import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import { OrderStepRecorded, type CloudEvent } from '@app/events';
import { Outbox } from '@app/outbox';
import type { OrdersTables } from './migrations/001-create-orders.js';
import type { OrderStatus } from './order-status.js';

/** One thing that happened to an order. `broker` delivered what caused it; the first came by HTTP. */
export interface OrderStep {
  /** Grows within an order: steps of one order are recorded one after the other. */
  readonly seq: number;
  readonly at: string;
  readonly step: string;
  readonly broker: string;
  /** At its cause, this one included. */
  readonly attempts: number;
}

/** The steps of each order, in PostgreSQL. Each is told to the feed when its transaction commits. */
@Injectable()
export class OrderHistory {
  constructor(
    private readonly database: Database<OrdersTables>,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Needs a transaction that has the order to itself.
   * @param status the order's, after this step
   * @returns false when the step was known already
   */
  async record(orderId: string, fact: CloudEvent, status: OrderStatus): Promise<boolean> {
    const step = fact.type.replace(/\.v\d+$/, '');
    const broker = fact.via ?? 'http';
    const inserted = await this.database.kysely
      .insertInto('order_steps')
      .values({
        order_id: orderId,
        event_id: fact.id,
        at: fact.time ?? new Date(),
        step,
        broker,
        attempts: fact.attempt ?? 1,
      })
      .onConflict((conflict) => conflict.columns(['order_id', 'event_id']).doNothing())
      .returning(['seq', 'at'])
      .executeTakeFirst();
    if (!inserted) return false;
    const { seq, at } = inserted;
    const recorded = { orderId, status, seq, at: at.toISOString(), step, broker };
    this.outbox.add(OrderStepRecorded, recorded, fact);
    return true;
  }

  async of(orderId: string, afterSeq = 0): Promise<OrderStep[]> {
    const rows = await this.database.kysely
      .selectFrom('order_steps')
      .select(['seq', 'at', 'step', 'broker', 'attempts'])
      .where('order_id', '=', orderId)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .execute();
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }
}
