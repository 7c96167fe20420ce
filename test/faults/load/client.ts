import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedOrder } from '../../e2e/order-plan.js';

/** What a client knows in the end of an order that it sent. */
export type Answer =
  | { readonly kind: 'accepted'; readonly orderId: string }
  /** No answer, and it asked no more: the order may exist or not. */
  | { readonly kind: 'unknown'; readonly last: string }
  /** It asked for as long as it had, past every fault. */
  | { readonly kind: 'unaccepted'; readonly last: string }
  | { readonly kind: 'refused'; readonly why: string };

const answerTimeoutMs = 8_000;
const pauseMs = 800;

/**
 * Places an order as a real client does: what has no answer, or one that says 'not now', is sent
 * again with the same `Idempotency-Key`.
 * @param isPatient an impatient one gives up at the first answer that isn't one
 */
export async function placeOrder(
  api: string,
  { idempotencyKey, request }: PlannedOrder,
  isPatient: boolean,
  deadlineMs: number,
): Promise<Answer> {
  let last = 'never asked';
  while (performance.now() < deadlineMs) {
    try {
      const response = await fetch(`${api}/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
        body: JSON.stringify(request),
        signal: AbortSignal.timeout(answerTimeoutMs),
      });
      const text = await response.text();
      last = `${response.status} ${text}`;
      if (response.status === 202) {
        const { orderId } = JSON.parse(text) as { orderId: string };
        return { kind: 'accepted', orderId };
      }
      const isPassing = response.status === 409 || response.status >= 500;
      if (!isPassing) return { kind: 'refused', why: last };
    } catch (error) {
      last = String(error);
    }
    if (!isPatient) break;
    await sleep(pauseMs * (0.5 + Math.random()));
  }
  return { kind: isPatient ? 'unaccepted' : 'unknown', last };
}
