import { createHash } from 'node:crypto';

/**
 * A deterministic business key: the same entity and action always give the same key, whoever
 * asks and however often. `idempotencyKey('order', orderId, 'charge')`
 */
export function idempotencyKey(entity: string, id: string, action: string): string {
  return createHash('sha256')
    .update(JSON.stringify([entity, id, action]))
    .digest('hex');
}
