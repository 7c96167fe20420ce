import { isDeepStrictEqual } from 'node:util';
import type { OrderBooks } from '../../e2e/books.js';
import { expectedBooks, type PlannedOrder } from '../../e2e/order-plan.js';
import type { Wrong } from './verdict.js';

export interface Difference {
  readonly wrong: Extract<Wrong, 'lost' | 'doubled'>;
  readonly text: string;
}

/** What one order has too little or too much of. Mails beyond the first are judged elsewhere. */
export function judgeOrder(order: PlannedOrder, found: OrderBooks): Difference[] {
  const expected = expectedBooks(order);
  const names = Object.keys(expected) as (keyof OrderBooks)[];
  return names.flatMap((name): Difference[] => {
    const [is, shouldBe] = [found[name], expected[name]];
    if (isDeepStrictEqual(is, shouldBe)) return [];
    if (name === 'mails' && found.mails > 1 && expected.mails === 1) return [];
    const text = `${name} ${JSON.stringify(is)} instead of ${JSON.stringify(shouldBe)}`;
    // What a cancelled order still holds was not given back: that is an effect too few.
    const isKept = name === 'reserved' && shouldBe === 0;
    return [{ wrong: amount(is) > amount(shouldBe) && !isKept ? 'doubled' : 'lost', text }];
  });
}

/** A status or reason that is not the right one is an effect that is missing. */
function amount(value: OrderBooks[keyof OrderBooks]): number {
  if (typeof value === 'number') return value;
  return Array.isArray(value) ? value.length : 0;
}
