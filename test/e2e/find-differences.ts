import { isDeepStrictEqual } from 'node:util';
import type { OrderBooks } from './books.js';
import { expectedBooks, type PlannedOrder } from './order-plan.js';

/** @returns one line for each order that the books have otherwise than planned, with its steps */
export function findDifferences(
  planned: ReadonlyMap<string, PlannedOrder>,
  books: ReadonlyMap<string, OrderBooks>,
): string[] {
  const lines: string[] = [];
  for (const [orderId, order] of planned) {
    const found = books.get(orderId);
    const differences = found ? compare(expectedBooks(order), found) : ['it is not in the books'];
    if (differences.length === 0) continue;
    const steps = found?.steps.join(', ') ?? '';
    lines.push(`order ${orderId} (${order.outcome}): ${differences.join('; ')}; steps: ${steps}`);
  }
  const strangers = [...books.keys()].filter((orderId) => !planned.has(orderId));
  return [...lines, ...strangers.map((orderId) => `order ${orderId} was placed twice`)];
}

function compare(expected: OrderBooks, found: OrderBooks): string[] {
  const names = Object.keys(expected) as (keyof OrderBooks)[];
  return names
    .filter((name) => !isDeepStrictEqual(expected[name], found[name]))
    .map((name) => {
      return `${name} ${JSON.stringify(found[name])} instead of ${JSON.stringify(expected[name])}`;
    });
}
