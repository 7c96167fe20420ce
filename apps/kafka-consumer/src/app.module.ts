import { Module } from '@nestjs/common';
import { DatabaseModule } from '@app/database';
import { IdempotencyModule } from '@app/idempotency';
import { OutboxModule } from '@app/outbox';
import { InventoryService } from './inventory.service.js';
import { createInventory } from './migrations/001-create-inventory.js';
import { OrderPlacedHandler } from './order-placed.handler.js';
import { PaymentDeclinedHandler } from './payment-declined.handler.js';

@Module({
  imports: [
    DatabaseModule.forRoot({
      schema: 'inventory',
      migrations: { '001-create-inventory': createInventory },
    }),
    OutboxModule,
    IdempotencyModule.forInbox(),
  ],
  controllers: [OrderPlacedHandler, PaymentDeclinedHandler],
  providers: [InventoryService],
})
export class AppModule {}
