import { z } from 'zod';

/** Settings that several libraries have, so that they mean the same in each. */

/** `RESOURCE_PREFIX`: goes before every name at a broker or server, so that two runs share one stack. */
export const resourcePrefix = z
  .string()
  .regex(/^[\w.-]{0,64}$/, 'may have up to 64 letters, digits, dots, dashes and underscores')
  .default('');

/** Of a duration, by its default. */
export const milliseconds = (byDefault: number) =>
  z.coerce.number().int().positive().default(byDefault);

/** `SHUTDOWN_TIMEOUT_MS`: how long closing waits for running handlers before it gives up on them. */
export const shutdownTimeoutMs = milliseconds(25_000);

const KIB = 1024;

/**
 * The largest body that is published, or read. By default what fits every broker: 1 MiB less
 * 64 KiB for a dead letter's metadata.
 */
export const maxBodyBytes = (byDefault = 960 * KIB, most = 64 * KIB * KIB) =>
  z.coerce.number().int().positive().max(most).default(byDefault);

/** Whether a text is the number of a port that something can listen on. */
export function isPort(text: string): boolean {
  return /^[0-9]{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

/** `REDIS_URL`: credentials and database included; it never appears in a log. */
export const redisUrl = z
  .url({
    protocol: /^rediss?$/,
    hostname: /./,
    error: 'must be a URL like redis://user:password@host:6379/0',
  })
  .default('redis://127.0.0.1:6379');
