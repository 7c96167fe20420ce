import type { OrderBooks } from './books.js';
import type { OrderRequest } from './orders-client.js';

export type Outcome = 'completed' | 'declined' | 'sold_out';

export interface PlannedOrder {
  readonly outcome: Outcome;
  readonly idempotencyKey: string;
  readonly request: OrderRequest;
}

const skus = ['KEYBOARD', 'MOUSE', 'MONITOR'] as const;

/** Of ten orders seven complete, one of them with a flaky card; two are declined, one is sold out. */
const outcomes: readonly (readonly [Outcome, OrderRequest['paymentMethod']])[] = [
  ['completed', 'card_ok'],
  ['completed', 'card_ok'],
  ['declined', 'card_declined'],
  ['completed', 'card_ok'],
  ['completed', 'card_flaky'],
  ['sold_out', 'card_ok'],
  ['completed', 'card_ok'],
  ['declined', 'card_declined'],
  ['completed', 'card_ok'],
  ['completed', 'card_ok'],
];

/** @param first number of the first order: what is planned in parts goes on where it was */
export function planOrders(count: number, first = 0): PlannedOrder[] {
  return Array.from({ length: count }, (_, position) => {
    const index = first + position;
    const [outcome, paymentMethod] = outcomes[index % outcomes.length]!;
    const one = { sku: skus[index % skus.length]!, quantity: 1 + (index % 3) };
    const other = { sku: outcome === 'sold_out' ? 'SOLD_OUT' : 'MOUSE', quantity: 1 };
    return {
      outcome,
      idempotencyKey: `e2e-${index}`,
      request: { customerId: `customer-${index % 7}`, items: [one, other], paymentMethod },
    };
  });
}

/** What the books must say of the order in the end. */
export function expectedBooks({ outcome, request }: PlannedOrder): OrderBooks {
  switch (outcome) {
    case 'completed':
      return {
        ...nothing,
        status: 'completed',
        steps: [
          'order.completed',
          'order.placed',
          'payment.captured',
          'shipment.booked',
          'stock.reserved',
        ],
        charges: 1,
        payment: 'captured',
        shipments: 1,
        invoices: 1,
        mails: 1,
        notifications: ['Your payment arrived; we pack your order.'],
        audited: 2,
        reserved: piecesOf(request),
      };
    case 'declined':
      return {
        ...nothing,
        ...cancelled('the card was declined'),
        steps: ['order.placed', 'payment.declined', 'stock.released', 'stock.reserved'],
        payment: 'declined',
      };
    case 'sold_out':
      return {
        ...nothing,
        ...cancelled('SOLD_OUT is sold out'),
        steps: ['order.placed', 'stock.rejected'],
      };
    default:
      return outcome satisfies never;
  }
}

/** The stock that the services start with, less what the completed orders took. */
export function expectedStock(orders: readonly PlannedOrder[]): Record<string, number> {
  const stock: Record<string, number> = { SOLD_OUT: 0 };
  for (const sku of skus) stock[sku] = 1_000_000;
  for (const { request } of orders.filter(({ outcome }) => outcome === 'completed')) {
    for (const { sku, quantity } of request.items) stock[sku]! -= quantity;
  }
  return stock;
}

const nothing: OrderBooks = {
  status: '',
  reason: null,
  steps: [],
  charges: 0,
  payment: null,
  shipments: 0,
  invoices: 0,
  mails: 0,
  notifications: [],
  audited: 0,
  reserved: 0,
};

function cancelled(reason: string) {
  const notifications = [`Your order was cancelled: ${reason}.`];
  return { status: 'cancelled', reason, notifications, audited: 1 };
}

function piecesOf({ items }: OrderRequest): number {
  return items.reduce((sum, { quantity }) => sum + quantity, 0);
}
