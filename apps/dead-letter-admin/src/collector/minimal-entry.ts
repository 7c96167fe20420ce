import type { LedgerEntry } from '../ledger/ledger-entry.js';
import { BACKSTOP_REASONS } from '../ledger/reasons.js';

/** What can't be refused: the bytes, where they came from, and that there was more. */
export function minimalEntry(entry: LedgerEntry): LedgerEntry {
  return {
    id: entry.id,
    is_explained: false,
    broker: entry.broker,
    source: entry.source,
    source_kind: entry.source_kind,
    consumer: entry.consumer ?? null,
    coordinates: '{}',
    event_id: null,
    event_source: null,
    type: null,
    key: null,
    whole_key: null,
    correlation_id: null,
    causation_id: null,
    trace_id: null,
    reason: 'UNREADABLE',
    error_name: 'Unreadable',
    error_code: null,
    error_message: BACKSTOP_REASONS.UNREADABLE,
    error_stack: '',
    fingerprint: 'unreadable',
    attempts: 1,
    first_failed_at: new Date(),
    last_failed_at: new Date(),
    failed_at: '[]',
    app_version: null,
    content_type: null,
    headers: '[]',
    dropped_headers: '[]',
    body: entry.body,
    search_text: '',
    ancestor_id: null,
    generation: 0,
  };
}
