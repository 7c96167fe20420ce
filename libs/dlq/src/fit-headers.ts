import type { MessageHeaders } from '@app/events';

/** What the pipeline accepts, too. With our header of 24 KiB beside them, AMQP tables (64 KiB) hold all. */
const MAX_BYTES = 32 * 1024;

/** Keeps headers in their order while they fit; the rest is named. */
export function fitHeaders(headers: MessageHeaders): {
  kept: Map<string, string | Buffer>;
  dropped: string[];
} {
  const kept = new Map<string, string | Buffer>();
  const dropped: string[] = [];
  let bytes = 0;
  for (const [name, value] of headers) {
    const size = Buffer.byteLength(name) + Buffer.byteLength(value);
    if (bytes + size <= MAX_BYTES) {
      kept.set(name, value);
      bytes += size;
    } else if (dropped.length < 20) {
      dropped.push(name.slice(0, 100));
    }
  }
  return { kept, dropped };
}
