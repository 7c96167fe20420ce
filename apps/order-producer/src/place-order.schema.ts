import { z } from 'zod';
import { customerId, paymentMethod } from '@app/events';

/** The price list, in cents. What isn't on it can't be ordered. */
export const PRICES_CENTS = { KEYBOARD: 4_900, MOUSE: 1_900, MONITOR: 19_900, SOLD_OUT: 9_900 };

const sku = z.enum(Object.keys(PRICES_CENTS) as (keyof typeof PRICES_CENTS)[]);

/** Body of `POST /orders`. */
export const placeOrderSchema = z.strictObject({
  customerId,
  items: z
    .array(z.strictObject({ sku, quantity: z.int().min(1).max(1_000) }))
    .min(1)
    .max(50),
  paymentMethod,
});
export type PlaceOrder = z.infer<typeof placeOrderSchema>;

export function totalCents(items: PlaceOrder['items']): number {
  return items.reduce((sum, { sku, quantity }) => sum + PRICES_CENTS[sku] * quantity, 0);
}
