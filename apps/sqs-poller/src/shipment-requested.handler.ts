import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { ShipmentRequested } from '@app/events';
import { Idempotent } from '@app/idempotency';
import { ShippingService } from './shipping.service.js';

@Controller()
export class ShipmentRequestedHandler {
  constructor(private readonly shipping: ShippingService) {}

  @EventPattern<string>(ShipmentRequested.type)
  @Idempotent()
  async handle(@Payload() shipment: ShipmentRequested): Promise<void> {
    await this.shipping.book(shipment);
  }
}
