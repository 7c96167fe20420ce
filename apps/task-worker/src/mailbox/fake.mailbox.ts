import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TasksTables } from '../migrations/001-create-tasks.js';
import { Mailbox, type Mail } from './mailbox.js';

/**
 * Stands in for a mail server. It keeps its own books, past any transaction of ours: every mail is
 * a row, so that one sent twice would show.
 */
@Injectable()
export class FakeMailbox extends Mailbox {
  constructor(private readonly database: Database<TasksTables>) {
    super();
  }

  async send({ orderId, customerId, text }: Mail, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.database.outside(() =>
      this.database.kysely
        .insertInto('mails')
        .values({ order_id: orderId, customer_id: customerId, text })
        .execute(),
    );
  }
}
