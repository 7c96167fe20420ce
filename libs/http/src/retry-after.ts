import { HandBackError } from '@app/messaging';

/**
 * When to come again, where the error knows (RFC 9110, section 10.2.3): by its
 * `retryAfterSeconds`, or because it passes by itself.
 */
export function retryAfterSeconds(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('retryAfterSeconds' in error) return Number(error.retryAfterSeconds);
  if (error instanceof HandBackError) return Math.max(1, Math.ceil(error.delayMs / 1_000));
  return undefined;
}
