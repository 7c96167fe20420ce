import type { LedgerEntry } from '../ledger/ledger-entry.js';

/** A dead letter as the collector makes it; `overrides` replace parts. */
export function anEntry(overrides: Partial<LedgerEntry> & Pick<LedgerEntry, 'id'>): LedgerEntry {
  return {
    is_explained: true,
    broker: 'rabbitmq',
    source: 'payments',
    source_kind: 'queue',
    consumer: 'rabbitmq-worker:payments',
    coordinates: '{}',
    event_id: 'e-1',
    event_source: '/test',
    type: 'payment.requested.v1',
    key: 'o-1',
    correlation_id: 'c-1',
    causation_id: null,
    trace_id: null,
    reason: 'RETRIES_EXHAUSTED',
    error_name: 'Error',
    error_code: null,
    error_message: 'no such card',
    error_stack: 'Error: no such card',
    fingerprint: 'f-1',
    attempts: 6,
    first_failed_at: new Date('2026-01-01T00:00:00Z'),
    last_failed_at: new Date('2026-01-01T00:01:00Z'),
    failed_at: '[]',
    app_version: null,
    content_type: 'application/json',
    headers: '[]',
    dropped_headers: '[]',
    body: Buffer.from('{}'),
    search_text: 'no such card',
    ancestor_id: null,
    generation: 0,
    ...overrides,
  };
}
