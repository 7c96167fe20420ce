import { usageError } from './dlq.error.js';

/** What `Date` reads besides is another time than was meant: `5` is May 2001. */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/i;
const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * A time as the API takes it, from a time (RFC 3339) or from how long ago it was: `15m`.
 * @throws DlqError `refused`
 */
export function readTime(text: string, now: Date): string {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) {
    return new Date(
      now.getTime() - Number(count) * unitMs[unit as keyof typeof unitMs],
    ).toISOString();
  }
  const time = new Date(RFC_3339.test(text) ? text : Number.NaN);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  throw usageError(`'${text}' is no time. Give 2026-11-22T03:00:00Z, or how long ago: 15m, 2h.`);
}
