import { setTimeout as sleep } from 'node:timers/promises';
import type { FinishedOrders } from './finished-orders.js';

/** @returns from the start of each POST to its order being completed, in ms, ascending */
export async function placeSteadily(
  api: string,
  finished: FinishedOrders,
  perSecond: number,
  count: number,
): Promise<number[]> {
  const startedMs = performance.now();
  const orders: Promise<number>[] = [];
  for (let index = 0; index < count; index++) {
    const aheadMs = startedMs + (index * 1_000) / perSecond - performance.now();
    if (aheadMs > 0) await sleep(aheadMs);
    orders.push(placeOne(api, finished));
  }
  const latenciesMs = await Promise.all(orders);
  return latenciesMs.toSorted((a, b) => a - b);
}

async function placeOne(api: string, finished: FinishedOrders): Promise<number> {
  const startedMs = performance.now();
  const response = await fetch(`${api}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      customerId: 'c-1',
      items: [{ sku: 'KEYBOARD', quantity: 1 }],
      paymentMethod: 'card_ok',
    }),
  });
  if (response.status !== 202) {
    throw new Error(`POST /orders answers ${response.status}: ${await response.text()}`);
  }
  const { orderId } = (await response.json()) as { orderId: string };
  return (await finished.when(orderId)) - startedMs;
}
