import { ConfigurationError } from '@app/messaging';

/** @returns undefined where the server does not say */
export function evictionPolicy(infoMemory: string): string | undefined {
  return /^maxmemory_policy:(\S+)/m.exec(infoMemory)?.[1];
}

/**
 * Under any policy but `noeviction` a full Redis drops keys that have an expiry, as all of ours:
 * it would forget what was done, and nobody would see why a mail went out twice. A line in a log
 * is read after that, so the app refuses to start unless it is told to.
 * @throws ConfigurationError
 */
export function refuseEviction(policy: string): void {
  if (policy === 'noeviction') return;
  throw new ConfigurationError(
    `The Redis of IDEMPOTENCY_REDIS_URL may forget what was done: its maxmemory-policy is ${policy}. ` +
      'Set it to noeviction, or IDEMPOTENCY_ALLOW_EVICTION=true if effects may come twice.',
  );
}
