import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { PaymentRequested } from '@app/events';
import { Idempotent } from '@app/idempotency';
import { DeliverySignal } from '@app/messaging';
import { PaymentsService } from './payments.service.js';

@Controller()
export class PaymentRequestedHandler {
  constructor(private readonly payments: PaymentsService) {}

  @EventPattern<string>(PaymentRequested.type)
  @Idempotent({ transaction: 'manual' })
  async handle(
    @Payload() payment: PaymentRequested,
    @DeliverySignal() signal: AbortSignal,
  ): Promise<void> {
    await this.payments.capture(payment, signal);
  }
}
