import { createHash, randomUUID } from 'node:crypto';
import type { Lease } from '@app/idempotency';

export function aLease(): Lease {
  const payloadHash = createHash('sha256').update('payload').digest();
  return {
    consumer: 'app:queue',
    key: `id:/test:${randomUUID()}`,
    payloadHash,
    token: randomUUID(),
  };
}

/** The same message, claimed by somebody else. */
export function by(lease: Lease): Lease {
  return { ...lease, token: randomUUID() };
}
