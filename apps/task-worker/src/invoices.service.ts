import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import { OrderCompleted, type InvoiceIssue } from '@app/events';
import { Outbox } from '@app/outbox';
import type { TasksTables } from './migrations/001-create-tasks.js';

@Injectable()
export class InvoicesService {
  constructor(
    private readonly database: Database<TasksTables>,
    private readonly outbox: Outbox,
  ) {}

  async issue({ orderId, customerId, amountCents }: InvoiceIssue): Promise<void> {
    const { number } = await this.database.kysely
      .insertInto('invoices')
      .values({ order_id: orderId, customer_id: customerId, amount_cents: amountCents })
      .returning('number')
      .executeTakeFirstOrThrow();

    this.outbox.add(OrderCompleted, { orderId, invoiceNumber: `INV-${number}` });
  }
}
