import type { LedgerEntry } from './ledger-entry.js';

/** An entry, and how often it came. */
export interface CountedEntry {
  readonly entry: LedgerEntry;
  readonly copies: number;
}

/**
 * Makes one of each dead letter: its newest attempt, in the widest window of failures. Sorted by
 * id, so that two collectors that record the same ones don't block each other for ever.
 */
export function mergeCopies(entries: readonly LedgerEntry[]): CountedEntry[] {
  const byId = new Map<string, CountedEntry>();
  for (const entry of entries) {
    const known = byId.get(entry.id);
    byId.set(entry.id, known ? merge(known, entry) : { entry, copies: 1 });
  }
  return [...byId.values()].sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1));
}

function merge({ entry: known, copies }: CountedEntry, next: LedgerEntry): CountedEntry {
  const newer = time(next.last_failed_at) > time(known.last_failed_at) ? next : known;
  const older = time(next.first_failed_at) < time(known.first_failed_at) ? next : known;
  return { entry: { ...newer, first_failed_at: older.first_failed_at }, copies: copies + 1 };
}

function time(date: Date | string): number {
  return new Date(date).getTime();
}
