import { isUtf8 } from 'node:buffer';
import type { DeadLetterRow, StoredHeader } from '../ledger/dead-letters.table.js';
import { REASONS } from '../ledger/reasons.js';

export type ListedRow = Omit<
  DeadLetterRow,
  'body' | 'headers' | 'whole_key' | 'error_stack' | 'search_text' | 'dropped_headers' | 'failed_at'
> & { readonly body_bytes: number };

/** A dead letter in a list. */
export function toListItem(row: ListedRow) {
  return {
    id: row.id,
    status: row.status,
    reason: row.reason,
    explanation: REASONS[row.reason] ?? null,
    source: {
      broker: row.broker,
      name: row.source,
      kind: row.source_kind,
      consumer: row.consumer,
      coordinates: row.coordinates,
    },
    event: {
      id: row.event_id,
      source: row.event_source,
      type: row.type,
      correlationId: row.correlation_id,
      causationId: row.causation_id,
    },
    key: row.key,
    traceId: row.trace_id,
    error: { name: row.error_name, code: row.error_code, message: row.error_message },
    fingerprint: row.fingerprint,
    attempts: row.attempts,
    copies: row.copies,
    firstFailedAt: row.first_failed_at.toISOString(),
    lastFailedAt: row.last_failed_at.toISOString(),
    collectedAt: row.collected_at.toISOString(),
    statusChangedAt: row.status_changed_at.toISOString(),
    appVersion: row.app_version,
    contentType: row.content_type,
    bodyBytes: row.body_bytes,
    explained: row.is_explained,
    replays: row.generation,
    ancestorId: row.ancestor_id,
    successorId: row.successor_id,
    replayId: row.replay_id,
    note: row.note,
  };
}

export type ListItem = ReturnType<typeof toListItem>;

/** A dead letter whole. The body is text where it is UTF-8, otherwise base64. */
export function toDetail(row: DeadLetterRow) {
  const { body } = row;
  const item = toListItem({ ...row, body_bytes: body.length });
  return {
    ...item,
    key: row.whole_key?.toString() ?? row.key,
    failedAt: row.failed_at,
    error: { ...item.error, stack: row.error_stack },
    headers: row.headers.map(toHeader),
    droppedHeaders: row.dropped_headers,
    body: isUtf8(body)
      ? { encoding: 'utf8', content: body.toString('utf8') }
      : { encoding: 'base64', content: body.toString('base64') },
  };
}

function toHeader([name, value]: StoredHeader) {
  return typeof value === 'string' ? { name, value } : { name, base64: value.base64 };
}
