import { Module } from '@nestjs/common';
import { DatabaseModule } from '@app/database';
import { IdempotencyModule } from '@app/idempotency';
import { OutboxModule } from '@app/outbox';
import { createShipping } from './migrations/001-create-shipping.js';
import { ShipmentRequestedHandler } from './shipment-requested.handler.js';
import { ShippingService } from './shipping.service.js';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'shipping',
      migrations: { '001-create-shipping': createShipping },
    }),
    OutboxModule,
    IdempotencyModule.forInbox(),
  ],
  controllers: [ShipmentRequestedHandler],
  providers: [ShippingService],
})
export class AppModule {}
