import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { ConfirmationSend } from '@app/events';
import { Idempotent } from '@app/idempotency';
import { Mailbox } from './mailbox.js';

@Controller()
export class ConfirmationSendHandler {
  constructor(private readonly mailbox: Mailbox) {}

  @EventPattern<string>(ConfirmationSend.type)
  @Idempotent()
  async handle(@Payload() { orderId, customerId, trackingId }: ConfirmationSend): Promise<void> {
    await this.mailbox.send(customerId, orderId, `Your parcel ${trackingId} is on its way.`);
  }
}
