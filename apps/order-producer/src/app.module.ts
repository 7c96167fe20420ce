import { Module } from '@nestjs/common';
import { DatabaseModule } from '@app/database';
import { HttpModule } from '@app/http';
import { IdempotencyModule } from '@app/idempotency';
import { OutboxModule } from '@app/outbox';
import { OrderActivity } from './feed/order-activity.js';
import { OrderFeed } from './feed/order-feed.js';
import { createOrders } from './migrations/001-create-orders.js';
import { createStatistics } from './migrations/002-create-statistics.js';
import { traceOrders } from './migrations/003-trace-orders.js';
import { OrderFactsHandler } from './order-facts.handler.js';
import { OrderHistory } from './order-history.js';
import { OrdersController } from './orders.controller.js';
import { OrdersService } from './orders.service.js';
import { DemoController } from './page/demo.controller.js';
import { FiguresController } from './page/figures/figures.controller.js';
import { SystemFiguresReader } from './page/figures/system-figures.js';
import { LiveClients } from './page/live-clients.js';
import { LiveController } from './page/live.controller.js';
import { LiveSteps } from './page/live-steps.js';
import { PageController } from './page/page.controller.js';
import { OrderActivityHandler } from './statistics/order-activity.handler.js';
import { StatisticsController } from './statistics/statistics.controller.js';
import { StatisticsService } from './statistics/statistics.service.js';

@Module({
  imports: [
    HttpModule,
    DatabaseModule.forRoot({
      schema: 'orders',
      migrations: {
        '001-create-orders': createOrders,
        '002-create-statistics': createStatistics,
        '003-trace-orders': traceOrders,
      },
    }),
    OutboxModule,
    IdempotencyModule.forHttp(),
    IdempotencyModule.forInbox(),
  ],
  controllers: [
    OrdersController,
    OrderFactsHandler,
    OrderActivityHandler,
    StatisticsController,
    LiveController,
    DemoController,
    FiguresController,
    PageController,
  ],
  providers: [
    OrdersService,
    OrderHistory,
    OrderActivity,
    OrderFeed,
    StatisticsService,
    LiveClients,
    LiveSteps,
    SystemFiguresReader,
  ],
})
export class AppModule {}
