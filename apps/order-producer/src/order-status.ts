import {
  OrderCompleted,
  OrderStalled,
  PaymentCaptured,
  PaymentDeclined,
  ShipmentBooked,
  StockRejected,
  StockReleased,
  StockReserved,
  type OrderStatus,
} from '@app/events';

export type { OrderStatus };

const STATUS_AFTER: Readonly<Record<string, OrderStatus>> = {
  [StockReserved.type]: 'payment_requested',
  [PaymentCaptured.type]: 'paid',
  [ShipmentBooked.type]: 'shipped',
  [OrderCompleted.type]: 'completed',
  [StockRejected.type]: 'cancelled',
  [PaymentDeclined.type]: 'cancelled',
};

/** The facts of other services that make an order's history. */
export const FACTS = [...Object.keys(STATUS_AFTER), StockReleased.type, OrderStalled.type];

const RANK: Readonly<Record<OrderStatus, number>> = {
  placed: 0,
  payment_requested: 1,
  paid: 2,
  shipped: 3,
  completed: 4,
  cancelled: 4,
};

/**
 * The status after one more fact. Facts of different services overtake each other, so it goes by
 * rank and never backwards.
 */
export function statusAfter(current: OrderStatus, factType: string): OrderStatus {
  const next = STATUS_AFTER[factType] ?? current;
  return RANK[next] > RANK[current] ? next : current;
}

/** Whether nothing more is to come of an order. */
export function isFinal(status: OrderStatus): boolean {
  return RANK[status] === RANK.completed;
}
