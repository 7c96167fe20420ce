import { Injectable, Logger } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Database } from '@app/database';
import { OrderPlaced, OrderStalled, type CloudEvent } from '@app/events';
import { currentTraceId } from '@app/messaging';
import { Outbox, OutboxBacklog } from '@app/outbox';
import type { OrdersTables } from './migrations/001-create-orders.js';
import { OrderHistory, type OrderStep } from './order-history.js';
import { isFinal, statusAfter, type OrderStatus } from './order-status.js';
import { totalCents, type PlaceOrder } from './place-order.schema.js';

export interface PlacedOrder {
  readonly orderId: string;
  readonly status: OrderStatus;
  readonly correlationId: string;
}

export interface OrderSummary {
  readonly orderId: string;
  readonly status: OrderStatus;
}

export interface OrderView extends OrderSummary {
  /** Why it was cancelled. */
  readonly reason: string | null;
  /** Of the W3C trace that its request began or continued; null without one. */
  readonly traceId: string | null;
  readonly history: readonly Omit<OrderStep, 'seq'>[];
}

@Injectable()
export class OrdersService {
  private readonly logger = new Logger(OrdersService.name);

  constructor(
    private readonly database: Database<OrdersTables>,
    private readonly outbox: Outbox,
    private readonly history: OrderHistory,
    private readonly backlog: OutboxBacklog,
  ) {}

  /**
   * The order and the event that tells of it commit together. Brokers may be down meanwhile.
   * @throws OutboxBacklogFullError when they have been for too long
   */
  async place(order: PlaceOrder): Promise<PlacedOrder> {
    this.backlog.assertRoom();
    return this.database.transaction(async () => {
      const orderId = uuid();
      const event = this.outbox.add(OrderPlaced, {
        orderId,
        ...order,
        amountCents: totalCents(order.items),
      });
      await this.database.kysely
        .insertInto('orders')
        .values({
          id: orderId,
          status: 'placed',
          correlation_id: event.correlationid!,
          trace_id: currentTraceId() ?? null,
        })
        .execute();
      await this.history.record(orderId, event, 'placed');
      return { orderId, status: 'placed', correlationId: event.correlationid! };
    });
  }

  /** Adds a fact to the order's history and moves its status on; a repeated fact changes nothing. */
  async apply(fact: CloudEvent<{ orderId: string; reason?: string }>): Promise<void> {
    const { orderId, reason } = fact.data;
    await this.database.transaction(async () => {
      const order = await this.database.kysely
        .selectFrom('orders')
        .select('status')
        .where('id', '=', orderId)
        .forUpdate()
        .executeTakeFirst();
      if (!order) {
        this.logger.warn(`${fact.type} tells of order ${orderId}, which was never placed here.`);
        return;
      }
      // Reported while its end was still on the way: in the history it would look like news.
      if (fact.type === OrderStalled.type && isFinal(order.status)) return;
      const status = statusAfter(order.status, fact.type);
      if (!(await this.history.record(orderId, fact, status))) return;
      if (status === order.status) return;
      await this.database.kysely
        .updateTable('orders')
        .set({ status, ...(status === 'cancelled' && { reason: reason ?? null }) })
        .where('id', '=', orderId)
        .execute();
    });
  }

  /** The latest first; ids grow with time. */
  latest(limit = 20): Promise<OrderSummary[]> {
    return this.database.kysely
      .selectFrom('orders')
      .select(['id as orderId', 'status'])
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }

  async find(orderId: string): Promise<OrderView | undefined> {
    const order = await this.database.kysely
      .selectFrom('orders')
      .select(['status', 'reason', 'trace_id as traceId'])
      .where('id', '=', orderId)
      .executeTakeFirst();
    if (!order) return undefined;
    const steps = await this.history.of(orderId);
    return {
      orderId,
      ...order,
      history: steps.map(({ at, step, broker, attempts }) => ({ at, step, broker, attempts })),
    };
  }
}
