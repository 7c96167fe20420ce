import { readServerSentEvents } from './server-sent-events.js';

export interface OrderRequest {
  readonly sku: 'KEYBOARD' | 'MOUSE' | 'MONITOR' | 'SOLD_OUT';
  readonly paymentMethod: 'card_ok' | 'card_declined' | 'card_flaky';
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
    const response = await this.call('/orders', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
      },
      body: JSON.stringify({ customerId: 'demo', items: [{ sku, quantity: 1 }], paymentMethod }),
    });
    const { orderId } = (await response.json()) as { orderId: string };
    return orderId;
  }

  async show(orderId: string): Promise<OrderView> {
    const response = await this.call(`/orders/${orderId}`);
    return (await response.json()) as OrderView;
  }

  /** Every step from the first one on, each as it happens; ends only with the connection. */
  async *follow(orderId: string): AsyncGenerator<OrderStep> {
    const response = await this.call(`/orders/${orderId}/events`);
    if (!response.body) return;
    for await (const event of readServerSentEvents(response.body)) {
      if (event.type === 'step') yield JSON.parse(event.data) as OrderStep;
    }
  }

  private async call(path: string, request: RequestInit = {}): Promise<Response> {
    const response = await fetch(this.baseUrl + path, { ...request, signal: this.signal });
    if (response.ok) return response;
    const answer = `${response.status} ${await response.text()}`;
    throw new Error(`${request.method ?? 'GET'} ${path} was answered with ${answer}`);
  }
}
