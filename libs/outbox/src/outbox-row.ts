import type { MessageHeaders } from '@app/events';
import type { Destination, OutboundMessage } from '@app/messaging';

/** One message for one destination. */
export interface OutboxRow {
  readonly destination: Destination;
  readonly message: OutboundMessage;
}

/** A row that this relay holds the lock of. */
export interface ClaimedRow {
  readonly id: string;
  readonly message: OutboundMessage;
  /** How often in a row its key could not be published. */
  readonly failures: number;
}

type StoredHeader = readonly [name: string, value: string | { readonly base64: string }];

/** Headers as JSON; bytes as base64. */
export function storeHeaders(headers: MessageHeaders): string {
  const stored: StoredHeader[] = [...headers].map(([name, value]) => [
    name,
    typeof value === 'string' ? value : { base64: value.toString('base64') },
  ]);
  return JSON.stringify(stored);
}

export function restoreHeaders(stored: readonly StoredHeader[]): MessageHeaders {
  return new Map(
    stored.map(([name, value]) => [
      name,
      typeof value === 'string' ? value : Buffer.from(value.base64, 'base64'),
    ]),
  );
}

export type { StoredHeader };
