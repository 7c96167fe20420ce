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

@Module({
  imports: [
    DatabaseModule.forRoot({ schema: 'tasks', migrations: { '001-create-tasks': createTasks } }),
    OutboxModule,
    IdempotencyModule.forInbox(),
    IdempotencyModule.forLeases(),
  ],
  controllers: [InvoiceIssueHandler, ConfirmationSendHandler],
  providers: [InvoicesService, { provide: Mailbox, useClass: FakeMailbox }],
})
export class AppModule {}
