import { z } from 'zod';
import type { MessageHeaders } from '@app/events';
import type { Destination, OutboundMessage } from '@app/messaging';
import { OutboxRowInvalidError } from './outbox.errors.js';

/** One message for one destination. */
export interface OutboxRow {
  readonly destination: Destination;
  readonly message: OutboundMessage;
}

/** A row that this relay holds the lock of. */
export interface ClaimedRow {
  readonly id: string;
  readonly key: string;
  readonly eventId: string;
  readonly type: string;
  readonly body: Buffer;
  readonly headers: unknown;
  /** How often in a row its key could not be published. */
  readonly failures: number;
  /** For how long nothing but refusals came; undefined where the last failure was none. */
  readonly refusedForMs: number | undefined;
}

const storedHeaders = z.array(
  z.tuple([
    z.string(),
    z.union([
      z.string(),
      z.object({ base64: z.base64() }).transform(({ base64 }) => Buffer.from(base64, 'base64')),
    ]),
  ]),
);
type StoredHeader = z.input<typeof storedHeaders>[number];

/** Headers as JSON; bytes as base64. */
export function storeHeaders(headers: MessageHeaders): string {
  const stored: StoredHeader[] = [...headers].map(([name, value]) => [
    name,
    typeof value === 'string' ? value : { base64: value.toString('base64') },
  ]);
  return JSON.stringify(stored);
}

/** @throws OutboxRowInvalidError for a row that we did not write */
export function toMessage({ eventId, type, key, body, headers }: ClaimedRow): OutboundMessage {
  const stored = storedHeaders.safeParse(headers);
  if (!stored.success) throw new OutboxRowInvalidError(eventId);
  return { id: eventId, type, key, body, headers: new Map(stored.data) };
}
