import { Controller, Inject, Logger } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { OrderStalled, StalledOrdersReport } from '@app/events';
import { Idempotent } from '@app/idempotency';
import { Clock, ENVIRONMENT, readSettings, type Environment } from '@app/messaging';
import { Outbox } from '@app/outbox';
import { OpenOrders } from './open-orders.js';
import { stalledOrdersSettings } from './stalled-orders.settings.js';

/** Tells of orders that are open for too long, each once. What to do about them is for people. */
@Controller()
export class StalledOrdersReportHandler {
  private readonly logger = new Logger(StalledOrdersReportHandler.name);
  private readonly stalledAfterMs: number;

  constructor(
    private readonly orders: OpenOrders,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) environment: Environment,
  ) {
    this.stalledAfterMs = readSettings(stalledOrdersSettings, environment).STALLED_ORDER_AFTER_MS;
  }

  @EventPattern<string>(StalledOrdersReport.type)
  @Idempotent()
  async report(): Promise<void> {
    const now = this.clock.now();
    const placedBefore = new Date(now.getTime() - this.stalledAfterMs);
    for (const { orderId, placedAt } of await this.orders.takeStalled(placedBefore, now)) {
      this.outbox.add(OrderStalled, { orderId, placedAt: placedAt.toISOString() });
      this.logger.warn(
        `Order ${orderId}, placed at ${placedAt.toISOString()}, is still open. Look at its ` +
          'history and at the dead letters for what holds it.',
      );
    }
  }
}
