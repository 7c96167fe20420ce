import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { OrderPlaced } from '@app/events';
import { Idempotent } from '@app/idempotency';
import { InventoryService } from './inventory.service.js';

@Controller()
export class OrderPlacedHandler {
  constructor(private readonly inventory: InventoryService) {}

  @EventPattern<string>(OrderPlaced.type)
  @Idempotent()
  async handle(@Payload() order: OrderPlaced): Promise<void> {
    await this.inventory.reserve(order);
  }
}
