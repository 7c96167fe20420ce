import type { Delivery } from '../delivery/delivery.js';
import { readReplay } from '../delivery/replay-headers.js';
import { readRetryState } from '../delivery/retry-headers.js';
import { HostileHeadersError } from '../errors/hostile-headers.error.js';
import { DeadLetterError } from '../settlement/dead-letter.error.js';

const MAX_HEADERS = 128;
const MAX_HEADER_BYTES = 32 * 1024;

/** Refuses what isn't worth parsing. */
export function checkLimits(delivery: Delivery, maxBodyBytes: number): void {
  if (delivery.body.length > maxBodyBytes) {
    throw new DeadLetterError(
      'TOO_LARGE',
      `The body has ${delivery.body.length} bytes; this consumer takes at most ${maxBodyBytes}.`,
    );
  }
  if (delivery.headers.size > MAX_HEADERS) {
    throw new HostileHeadersError(`The message has more than ${MAX_HEADERS} headers.`);
  }
  let bytes = 0;
  for (const [name, value] of delivery.headers) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  }
  if (bytes > MAX_HEADER_BYTES) {
    throw new HostileHeadersError(`The headers have more than ${MAX_HEADER_BYTES} bytes.`);
  }
  readRetryState(delivery.headers);
  readReplay(delivery.headers);
}
