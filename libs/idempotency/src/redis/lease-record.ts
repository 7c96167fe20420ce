import { createHash } from 'node:crypto';
import type { ClaimAnswer, Lease } from '../lease/lease.js';

/** Where Redis keeps the lease. Keys come from strangers and may be long; their hash isn't. */
export function leaseKey(resourcePrefix: string, { consumer, key }: Lease): string {
  const hash = createHash('sha256').update(key).digest('base64url');
  return `${resourcePrefix}idempotency:${consumer}:${hash}`;
}

export function leaseRecord(
  state: 'running' | 'done',
  { token, payloadHash }: Pick<Lease, 'token' | 'payloadHash'>,
): string {
  return `${state} ${token} ${payloadHash.toString('base64url')}`;
}

/** What a record that was there before our claim says. */
export function readRecord(record: string): ClaimAnswer {
  const [state, , hash] = record.split(' ');
  if (state === 'done' && hash !== undefined) {
    return { state: 'completed', payloadHash: Buffer.from(hash, 'base64url') };
  }
  return { state: 'in-progress' };
}
