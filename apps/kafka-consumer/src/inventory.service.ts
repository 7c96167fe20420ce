import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import {
  CustomerNotified,
  PaymentRequested,
  StockRejected,
  StockReleased,
  StockReserved,
  type OrderPlaced,
} from '@app/events';
import { Outbox } from '@app/outbox';
import type { InventoryTables } from './migrations/001-create-inventory.js';

/** Runs inside its handler's transaction: stock, reservation and what is sent commit together. */
@Injectable()
export class InventoryService {
  constructor(
    private readonly database: Database<InventoryTables>,
    private readonly outbox: Outbox,
  ) {}

  /** Sets every item aside, or none and cancels the order. */
  async reserve(order: OrderPlaced): Promise<void> {
    const wanted = quantityBySku(order.items);
    const soldOut = await this.firstSoldOut(wanted);
    if (soldOut !== undefined) return this.reject(order, `${soldOut} is sold out`);

    for (const [sku, quantity] of wanted) await this.changeStock(sku, -quantity);
    await this.database.kysely
      .insertInto('reservations')
      .values([...wanted].map(([sku, quantity]) => ({ order_id: order.orderId, sku, quantity })))
      .execute();

    this.outbox.add(StockReserved, { orderId: order.orderId });
    this.outbox.add(PaymentRequested, order);
  }

  /** Gives a cancelled order's items back; an order that holds none is none of our business. */
  async release(orderId: string): Promise<void> {
    const released = await this.database.kysely
      .deleteFrom('reservations')
      .where('order_id', '=', orderId)
      .returning(['sku', 'quantity'])
      .execute();
    if (released.length === 0) return;

    const bySku = [...quantityBySku(released)];
    for (const [sku, quantity] of bySku) await this.changeStock(sku, quantity);
    this.outbox.add(StockReleased, { orderId });
  }

  private reject(order: OrderPlaced, reason: string): void {
    this.outbox.add(StockRejected, { orderId: order.orderId, reason });
    this.outbox.add(CustomerNotified, {
      orderId: order.orderId,
      customerId: order.customerId,
      message: `Your order was cancelled: ${reason}.`,
    });
  }

  /** Locks the rows in the order of their skus, so that two orders can't wait for each other. */
  private async firstSoldOut(wanted: Map<string, number>): Promise<string | undefined> {
    const rows = await this.database.kysely
      .selectFrom('stock')
      .select(['sku', 'available'])
      .where('sku', 'in', [...wanted.keys()])
      .orderBy('sku')
      .forUpdate()
      .execute();
    const available = new Map(rows.map((row) => [row.sku, row.available]));
    return [...wanted.keys()].find((sku) => (available.get(sku) ?? 0) < wanted.get(sku)!);
  }

  private async changeStock(sku: string, by: number): Promise<void> {
    await this.database.kysely
      .updateTable('stock')
      .set((row) => ({ available: row('available', '+', by) }))
      .where('sku', '=', sku)
      .execute();
  }
}

/** Sums repeated skus; sorted, so that rows are always touched in one order. */
function quantityBySku(items: readonly { sku: string; quantity: number }[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { sku, quantity } of items.toSorted((a, b) => a.sku.localeCompare(b.sku))) {
    sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  }
  return sums;
}
