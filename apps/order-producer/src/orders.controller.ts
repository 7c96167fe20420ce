import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Res,
  Sse,
  type MessageEvent,
} from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { z } from 'zod';
import { Problem } from '@app/http';
import { IdempotentRequest } from '@app/idempotency';
import { OrderFeed } from './feed/order-feed.js';
import {
  OrdersService,
  type OrderSummary,
  type OrderView,
  type PlacedOrder,
} from './orders.service.js';
import { placeOrderSchema, type PlaceOrder } from './place-order.schema.js';

/** An id that can't be one is the id of no order. */
const orderId = new ParseUUIDPipe({
  exceptionFactory: () => new Problem(404, 'ORDER_NOT_FOUND', 'The id of an order is a UUID.'),
});
/** Whatever isn't a number of ours means: from the beginning. */
const stepSeq = z.coerce
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1)
  .catch(0);

@Controller('orders')
export class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly feed: OrderFeed,
  ) {}

  @Post()
  @HttpCode(202)
  @IdempotentRequest()
  async place(
    @Body({ schema: placeOrderSchema }) order: PlaceOrder,
    @Res({ passthrough: true }) response: { location(url: string): unknown },
  ): Promise<PlacedOrder> {
    const placed = await this.orders.place(order);
    response.location(`/orders/${placed.orderId}`);
    return placed;
  }

  /** The latest first, as many as a page shows. */
  @Get()
  latest(): Promise<OrderSummary[]> {
    return this.orders.latest();
  }

  @Get(':id')
  async show(@Param('id', orderId) id: string): Promise<OrderView> {
    return (await this.orders.find(id)) ?? this.notFound(id);
  }

  /** One event per step; a client that comes back names the last one it saw. */
  @Sse(':id/events')
  async follow(
    @Param('id', orderId) id: string,
    @Headers('last-event-id') lastEventId?: string,
  ): Promise<Observable<MessageEvent>> {
    if (!(await this.orders.find(id))) this.notFound(id);
    return this.feed
      .follow(id, stepSeq.parse(lastEventId))
      .pipe(map(({ seq, ...step }) => ({ id: String(seq), type: 'step', data: step })));
  }

  private notFound(id: string): never {
    throw new Problem(404, 'ORDER_NOT_FOUND', `There is no order ${id}.`);
  }
}
