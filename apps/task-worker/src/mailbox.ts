import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TasksTables } from './migrations/001-create-tasks.js';

/** Stands in for a mail server: every mail is a row, so that one sent twice would show. */
@Injectable()
export class Mailbox {
  constructor(private readonly database: Database<TasksTables>) {}

  async send(customerId: string, orderId: string, text: string): Promise<void> {
    await this.database.kysely
      .insertInto('mails')
      .values({ order_id: orderId, customer_id: customerId, text })
      .execute();
  }
}
