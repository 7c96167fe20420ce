import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import {
  OrderCompleted,
  OrderPlaced,
  PaymentDeclined,
  StockRejected,
  type CloudEvent,
} from '@app/events';
import { Idempotent } from '@app/idempotency';
import { Clock, Event } from '@app/messaging';
import { ordersEvents } from '@app/topology';
import { OpenOrders } from './open-orders.js';

const ENDS = [OrderCompleted.type, StockRejected.type, PaymentDeclined.type];

/** Only of the stream: on the queue of tasks a fact is out of place. */
const STREAM = { channel: ordersEvents.name };

type Fact = CloudEvent<{ orderId: string }>;

/** Knows which orders are open from the same facts as everyone, not from another service's tables. */
@Controller()
export class OrderFactsHandler {
  constructor(
    private readonly orders: OpenOrders,
    private readonly clock: Clock,
  ) {}

  @EventPattern<string>(OrderPlaced.type, STREAM)
  @Idempotent()
  async begin(@Event() fact: Fact): Promise<void> {
    await this.orders.begin(fact.data.orderId, this.timeOf(fact));
  }

  @EventPattern<string[]>(ENDS, STREAM)
  @Idempotent()
  async end(@Event() fact: Fact): Promise<void> {
    await this.orders.end(fact.data.orderId, this.timeOf(fact));
  }

  /** CloudEvents 1.0.2: `time` is optional. */
  private timeOf({ time }: Fact): Date {
    return time === undefined ? this.clock.now() : new Date(time);
  }
}
