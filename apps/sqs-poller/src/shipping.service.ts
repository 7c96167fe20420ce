import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import {
  ConfirmationSend,
  InvoiceIssue,
  ShipmentBooked,
  type ShipmentRequested,
} from '@app/events';
import { Outbox } from '@app/outbox';
import type { ShippingTables } from './migrations/001-create-shipping.js';

@Injectable()
export class ShippingService {
  constructor(
    private readonly database: Database<ShippingTables>,
    private readonly outbox: Outbox,
  ) {}

  async book({ orderId, customerId, amountCents }: ShipmentRequested): Promise<void> {
    const trackingId = `TRK-${orderId.slice(-12).toUpperCase()}`;
    await this.database.kysely
      .insertInto('shipments')
      .values({ order_id: orderId, tracking_id: trackingId })
      .execute();

    this.outbox.add(ShipmentBooked, { orderId, trackingId });
    this.outbox.add(InvoiceIssue, { orderId, customerId, amountCents });
    this.outbox.add(ConfirmationSend, { orderId, customerId, trackingId });
  }
}
