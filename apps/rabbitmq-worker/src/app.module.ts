import { Module } from '@nestjs/common';
import { DatabaseModule } from '@app/database';
import { IdempotencyModule } from '@app/idempotency';
import { OutboxModule } from '@app/outbox';
import { CommunicationsHandler } from './communications.handler.js';
import { createPayments } from './migrations/001-create-payments.js';
import { createProviderContracts } from './migrations/002-create-provider-contracts.js';
import { FakePaymentProvider } from './payment-provider/fake-payment.provider.js';
import { PaymentProvider } from './payment-provider/payment-provider.js';
import { PaymentRequestedHandler } from './payment-requested.handler.js';
import { PaymentsService } from './payments.service.js';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'payments',
      migrations: {
        '001-create-payments': createPayments,
        '002-create-provider-contracts': createProviderContracts,
      },
    }),
    OutboxModule,
    IdempotencyModule.forInbox(),
  ],
  controllers: [PaymentRequestedHandler, CommunicationsHandler],
  providers: [PaymentsService, { provide: PaymentProvider, useClass: FakePaymentProvider }],
})
export class AppModule {}
