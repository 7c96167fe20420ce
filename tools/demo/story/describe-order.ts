import type { OrderView } from '../orders/orders-api.js';
import type { Charges } from '../orders/provider-books.js';

/** `completed, 1 charge`; calls to the provider only where they outnumber the charges. */
export function describeOrder({ status, reason }: OrderView, { calls, charges }: Charges): string {
  const what = reason === null ? status : `${status}: ${reason}`;
  const parts = [what];
  if (charges > 0) parts.push(count(charges, 'charge'));
  if (calls > charges) parts.push(count(calls, 'call'));
  return parts.join(', ');
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
