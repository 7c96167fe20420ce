import type { OutgoingHttpHeaders } from 'node:http';
import type { HttpHeaders } from './http-idempotency.store.js';

/** A cookie is for the session that got it, and is nothing to keep. */
const NEVER_KEPT = new Set(['set-cookie']);

/** What a handler set: `Location`, `Content-Type`, `Retry-After`, whatever it was. */
export function headersSet(before: OutgoingHttpHeaders, after: OutgoingHttpHeaders): HttpHeaders {
  const set: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(after)) {
    if (value === undefined || NEVER_KEPT.has(name) || String(value) === String(before[name])) {
      continue;
    }
    set[name] = typeof value === 'number' ? String(value) : value;
  }
  return set;
}
