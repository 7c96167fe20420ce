import { z } from 'zod';
import { plainText } from '../plain-text.js';

/** Parts that several events of the story share. Amounts are whole cents. */
export const orderId = z.uuid();
/** Whose order it is: no log shows it. */
export const customerId = plainText(64).meta({ sensitive: true });
export const amountCents = z.int().nonnegative();
export const orderItems = z
  .array(z.object({ sku: plainText(64), quantity: z.int().min(1).max(1_000) }))
  .min(1)
  .max(50);
export const reason = plainText(500);
export const paymentMethod = z.enum(['card_ok', 'card_declined', 'card_flaky', 'card_uncovered']);
export const orderStatus = z.enum([
  'placed',
  'payment_requested',
  'paid',
  'shipped',
  'completed',
  'cancelled',
]);
export type OrderStatus = z.infer<typeof orderStatus>;
