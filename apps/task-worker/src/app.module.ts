import { Module } from '@nestjs/common';
import { DatabaseModule } from '@app/database';
import { IdempotencyModule } from '@app/idempotency';
import { OutboxModule } from '@app/outbox';
import { ConfirmationSendHandler } from './confirmation-send.handler.js';
import { InvoiceIssueHandler } from './invoice-issue.handler.js';
import { InvoicesService } from './invoices.service.js';
import { FakeMailbox } from './mailbox/fake.mailbox.js';
import { Mailbox } from './mailbox/mailbox.js';
import { createTasks } from './migrations/001-create-tasks.js';
import { createOpenOrders } from './migrations/002-create-open-orders.js';
import { forgetLonelyEnds } from './migrations/003-forget-lonely-ends.js';
import { lonelyEndsPurge } from './stalled-orders/lonely-ends.purge.js';
import { OpenOrders } from './stalled-orders/open-orders.js';
import { OrderFactsHandler } from './stalled-orders/order-facts.handler.js';
import { StalledOrdersReportHandler } from './stalled-orders/stalled-orders-report.handler.js';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'tasks',
      migrations: {
        '001-create-tasks': createTasks,
        '002-create-open-orders': createOpenOrders,
        '003-forget-lonely-ends': forgetLonelyEnds,
      },
    }),
    OutboxModule,
    IdempotencyModule.forInbox(),
    IdempotencyModule.forLeases(),
  ],
  controllers: [
    InvoiceIssueHandler,
    ConfirmationSendHandler,
    OrderFactsHandler,
    StalledOrdersReportHandler,
  ],
  providers: [
    InvoicesService,
    OpenOrders,
    lonelyEndsPurge,
    { provide: Mailbox, useClass: FakeMailbox },
  ],
})
export class AppModule {}
