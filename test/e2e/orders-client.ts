import { until } from '@app/testing';
import {
  readServerSentEvents,
  type ServerSentEvent,
} from '../../tools/demo/orders/server-sent-events.js';

export interface OrderRequest {
  readonly customerId: string;
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  readonly paymentMethod: 'card_ok' | 'card_declined' | 'card_flaky' | 'card_uncovered';
}

export interface OrderView {
  readonly orderId: string;
  readonly status: string;
  readonly reason: string | null;
  readonly traceId: string | null;
  readonly history: readonly {
    readonly step: string;
    readonly broker: string;
    readonly attempts: number;
  }[];
}

export interface PlacedOrder {
  readonly orderId: string;
  readonly isReplay: boolean;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

const deadlineMs = 40_000;

/** A customer of the order API. */
export class OrdersClient {
  constructor(private readonly baseUrl: string) {}

  /** One request, whatever its answer. */
  async request(method: 'GET' | 'POST', path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(this.baseUrl + path, {
      ...init,
      method,
      headers: { 'content-type': 'application/json', ...init.headers },
    });
    return {
      status: response.status,
      contentType: response.headers.get('content-type'),
      headers: response.headers,
      body: (await response.json()) as Record<string, unknown>,
    };
  }

  post(order: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.request('POST', '/orders', { body: JSON.stringify(order), headers });
  }

  /**
   * Places an order as a careful client does: no answer, 409 or 5xx, and it asks again with the
   * same `Idempotency-Key`.
   */
  place(order: OrderRequest, idempotencyKey: string): Promise<PlacedOrder> {
    const what = `an answer to POST /orders with Idempotency-Key ${idempotencyKey}`;
    return until(
      async () => {
        const answer = await this.post(order, { 'idempotency-key': idempotencyKey });
        if (answer.status === 202) {
          const isReplay = answer.headers.get('idempotent-replayed') === 'true';
          return { orderId: String(answer.body['orderId']), isReplay };
        }
        throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
      },
      { timeoutMs: deadlineMs, what },
    );
  }

  async show(orderId: string): Promise<OrderView> {
    const { status, body } = await this.request('GET', `/orders/${orderId}`);
    if (status !== 200) throw new Error(`order ${orderId}: ${status} ${JSON.stringify(body)}`);
    return body as unknown as OrderView;
  }

  /** @throws Error with the order's history when it has no final status in time */
  whenFinal(orderId: string): Promise<OrderView> {
    return until(
      async () => {
        const order = await this.show(orderId);
        if (order.status === 'completed' || order.status === 'cancelled') return order;
        throw new Error(describeOrder(order));
      },
      { timeoutMs: deadlineMs, what: `order ${orderId} to be completed or cancelled` },
    );
  }

  /** The live feed from its beginning or after an event, until `isLast` says that it is enough. */
  async feed(
    orderId: string,
    isLast: (event: ServerSentEvent, count: number) => boolean,
    lastEventId?: string,
  ): Promise<ServerSentEvent[]> {
    const response = await fetch(`${this.baseUrl}/orders/${orderId}/events`, {
      headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
      signal: AbortSignal.timeout(deadlineMs),
    });
    if (!response.ok || !response.body) throw new Error(`the feed answers ${response.status}`);
    const events: ServerSentEvent[] = [];
    for await (const event of readServerSentEvents(response.body)) {
      events.push(event);
      if (isLast(event, events.length)) break;
    }
    return events;
  }
}

/** `order … is paid: order.placed (http) → stock.reserved (kafka)` */
export function describeOrder({ orderId, status, reason, history }: OrderView): string {
  const steps = history.map(({ step, broker }) => `${step} (${broker})`).join(' → ');
  return `order ${orderId} is ${status}${reason === null ? '' : ` (${reason})`}: ${steps}`;
}
