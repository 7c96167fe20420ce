import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { ConfirmationSend } from '@app/events';
import { Idempotent } from '@app/idempotency';
import { DeliverySignal } from '@app/messaging';
import { Mailbox } from './mailbox/mailbox.js';

/** A mail can't be taken back or asked for by a key, so a lease keeps duplicates away. */
@Controller()
export class ConfirmationSendHandler {
  constructor(private readonly mailbox: Mailbox) {}

  @EventPattern<string>(ConfirmationSend.type)
  @Idempotent({ store: 'lease' })
  async handle(
    @Payload() { orderId, customerId, trackingId }: ConfirmationSend,
    @DeliverySignal() signal: AbortSignal,
  ): Promise<void> {
    const text = `Your parcel ${trackingId} is on its way.`;
    await this.mailbox.send({ customerId, orderId, text }, signal);
  }
}
