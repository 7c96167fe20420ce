import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Database } from '@app/database';
import { CustomerNotified, PaymentCaptured, type CloudEvent } from '@app/events';
import { Idempotent } from '@app/idempotency';
import { Event } from '@app/messaging';
import type { PaymentsTables } from './migrations/001-create-payments.js';

/** Two queues of one fanout exchange get the same event, and each means it. */
@Controller()
export class CommunicationsHandler {
  constructor(private readonly database: Database<PaymentsTables>) {}

  @EventPattern<string>(CustomerNotified.type, { channel: 'notifications' })
  @Idempotent()
  async notify(@Payload() { orderId, customerId, message }: CustomerNotified): Promise<void> {
    await this.database.kysely
      .insertInto('notifications')
      .values({ order_id: orderId, customer_id: customerId, message })
      .execute();
  }

  @EventPattern<string[]>([CustomerNotified.type, PaymentCaptured.type], { channel: 'audit' })
  @Idempotent()
  async audit(@Event() event: CloudEvent): Promise<void> {
    await this.database.kysely
      .insertInto('audit')
      .values({ event_id: event.id, type: event.type, subject: event.subject ?? null })
      .execute();
  }
}
