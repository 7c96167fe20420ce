const MAX_BYTES = 255;

/**
 * Whether AMQP can carry it as a short string, which names of headers and most properties are. What
 * a foreign sender wrote in another encoding than UTF-8 may have grown since: each of its bytes
 * was read as U+FFFD, which has three.
 */
export function isShortText(value: unknown): value is string {
  return typeof value === 'string' && Buffer.byteLength(value) <= MAX_BYTES;
}
