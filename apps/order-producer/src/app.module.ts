import { Module } from '@nestjs/common';
import { DatabaseModule } from '@app/database';
import { HttpModule } from '@app/http';
import { IdempotencyModule } from '@app/idempotency';
import { OutboxModule } from '@app/outbox';
import { createOrders } from './migrations/001-create-orders.js';
import { OrderFactsHandler } from './order-facts.handler.js';
import { OrderHistory } from './order-history.js';
import { OrdersController } from './orders.controller.js';
import { OrdersService } from './orders.service.js';

@Module({
  imports: [
    HttpModule,
    DatabaseModule.forRoot({ schema: 'orders', migrations: { '001-create-orders': createOrders } }),
    OutboxModule,
    IdempotencyModule.forHttp(),
  ],
  controllers: [OrdersController, OrderFactsHandler],
  providers: [OrdersService, OrderHistory],
})
export class AppModule {}
