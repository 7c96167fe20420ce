import { createHash } from 'node:crypto';
import { ConfigurationError } from '@app/messaging';
import { canonicalJson } from '../canonical-json.js';
import { readIdempotencyKey } from './read-idempotency-key.js';

/** What we read of a request. */
export interface IdempotentHttpRequest {
  readonly method: string;
  readonly originalUrl: string;
  /** Each line of a header on its own. */
  readonly headersDistinct: NodeJS.Dict<string[]>;
  readonly body?: unknown;
  readonly route?: { readonly path: string };
  /** What a guard set, if any: a name, or an object with `id` or `sub`. */
  readonly user?: unknown;
}

export interface HttpClaim {
  /** Route and principal: nobody gets the answer of somebody else. */
  readonly scope: string;
  readonly key: string;
  readonly requestHash: Buffer;
}

/**
 * @returns undefined for a request without `Idempotency-Key`
 * @throws IdempotencyKeyInvalidError
 */
export function httpClaimOf(request: IdempotentHttpRequest): HttpClaim | undefined {
  const key = readIdempotencyKey(request.headersDistinct['idempotency-key']);
  if (key === undefined) return undefined;
  const path = request.route?.path ?? request.originalUrl;
  return {
    scope: canonicalJson([request.method, path, principalOf(request.user)]),
    key,
    requestHash: createHash('sha256')
      .update(canonicalJson([request.originalUrl, request.body ?? null]))
      .digest(),
  };
}

function principalOf(user: unknown): string | null {
  if (user === undefined || user === null) return null;
  if (typeof user === 'string') return user;
  for (const name of ['id', 'sub']) {
    const value: unknown = Reflect.get(Object(user), name);
    if (typeof value === 'string' || typeof value === 'number') return String(value);
  }
  throw new ConfigurationError(
    'request.user has neither `id` nor `sub`, so answers to an Idempotency-Key can not be kept ' +
      'apart by principal. Set one of them in the guard.',
  );
}
