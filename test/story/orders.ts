import { until } from '@app/testing';

export interface OrderView {
  readonly orderId: string;
  readonly status: string;
  readonly reason: string | null;
  readonly history: readonly {
    readonly at: string;
    readonly step: string;
    readonly broker: string;
    readonly attempts: number;
  }[];
}

/** The order API as a client sees it. */
export class Orders {
  constructor(private readonly url: string) {}

  post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  /** Places one keyboard. @returns the order's id */
  async place(change: { paymentMethod?: string; sku?: string } = {}): Promise<string> {
    const { paymentMethod = 'card_ok', sku = 'KEYBOARD' } = change;
    const items = [{ sku, quantity: 2 }];
    const response = await this.post({ customerId: 'c-1', items, paymentMethod });
    if (response.status !== 202) throw new Error(`POST /orders: ${await response.text()}`);
    return ((await response.json()) as { orderId: string }).orderId;
  }

  async get(orderId: string): Promise<OrderView> {
    const response = await fetch(`${this.url}/orders/${orderId}`);
    return (await response.json()) as OrderView;
  }

  /** The order once it has reached a status from which nothing leads on. */
  ended(orderId: string): Promise<OrderView> {
    return until(
      async () => {
        const order = await this.get(orderId);
        if (order.status === 'completed' || order.status === 'cancelled') return order;
        throw new Error(`it is ${JSON.stringify(order)}`);
      },
      { what: `order ${orderId} to end` },
    );
  }
}
