import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { httpRequest } from './http-request.js';
import { readServerSentEvents } from './server-sent-events.js';

export interface OrderRequest {
  readonly sku: 'KEYBOARD' | 'MOUSE' | 'MONITOR' | 'SOLD_OUT';
  readonly paymentMethod: 'card_ok' | 'card_declined' | 'card_flaky' | 'card_uncovered';
}

export interface OrderView {
  readonly orderId: string;
  readonly status: string;
  readonly reason: string | null;
}

/** One step of an order, as the API's live feed tells it. */
export interface OrderStep {
  readonly step: string;
  readonly broker: string;
}

/** The order API, seen from outside: it imports nothing of the app. */
export class OrdersApi {
  constructor(
    private readonly baseUrl: string,
    private readonly signal: AbortSignal,
  ) {}

  /** @returns the order's id */
  async place({ sku, paymentMethod }: OrderRequest, idempotencyKey?: string): Promise<string> {
    const answer = await httpRequest(`${this.baseUrl}/orders`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
      },
      body: JSON.stringify({ customerId: 'demo', items: [{ sku, quantity: 1 }], paymentMethod }),
      signal: this.signal,
    });
    const { orderId } = (await json(answer)) as { orderId: string };
    return orderId;
  }

  async show(orderId: string): Promise<OrderView> {
    return (await json(await this.get(`/orders/${orderId}`))) as OrderView;
  }

  /** Every step from the first one on, each as it happens; ends only with the connection. */
  async *follow(orderId: string): AsyncGenerator<OrderStep> {
    const answer = await this.get(`/orders/${orderId}/events`);
    try {
      for await (const event of readServerSentEvents(answer)) {
        if (event.type === 'step') yield JSON.parse(event.data) as OrderStep;
      }
    } catch (error) {
      this.signal.throwIfAborted();
      throw error;
    }
  }

  private get(path: string): Promise<IncomingMessage> {
    return httpRequest(this.baseUrl + path, { method: 'GET', signal: this.signal });
  }
}
