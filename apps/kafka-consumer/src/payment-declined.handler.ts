import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { PaymentDeclined } from '@app/events';
import { Idempotent } from '@app/idempotency';
import { InventoryService } from './inventory.service.js';

@Controller()
export class PaymentDeclinedHandler {
  constructor(private readonly inventory: InventoryService) {}

  @EventPattern<string>(PaymentDeclined.type)
  @Idempotent()
  async handle(@Payload() payment: PaymentDeclined): Promise<void> {
    await this.inventory.release(payment.orderId);
  }
}
