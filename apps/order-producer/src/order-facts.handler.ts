import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { CloudEvent } from '@app/events';
import { Event } from '@app/messaging';
import { FACTS } from './order-status.js';
import { OrdersService } from './orders.service.js';

@Controller()
export class OrderFactsHandler {
  constructor(private readonly orders: OrdersService) {}

  /** Needs no inbox: a fact's row in the history has a unique key, and the status goes by rank. */
  @EventPattern<string[]>(FACTS)
  async handle(@Event() fact: CloudEvent<{ orderId: string; reason?: string }>): Promise<void> {
    await this.orders.apply(fact);
  }
}
