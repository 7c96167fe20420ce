import type { Filter } from '../../../apps/dead-letter-admin/src/listing/filter.js';
import { writeCursor } from '../../../apps/dead-letter-admin/src/listing/cursor.js';

/** A page of the list that somebody asks for; `n` makes each one another. */
export interface LedgerCase {
  readonly name: string;
  page(n: number, rows: number): { readonly filter: Filter; readonly cursor?: string };
}

const filtered = (name: string, filter: (n: number) => Filter): LedgerCase => ({
  name,
  page: (n) => ({ filter: filter(n) }),
});

const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();

/** Every filter alone, and those that belong together. */
export const ledgerCases: readonly LedgerCase[] = [
  filtered('the newest', () => ({})),
  {
    name: 'a page far down',
    page: (n, rows) => ({ filter: {}, cursor: writeCursor(String(1 + ((n * 104_729) % rows))) }),
  },
  filtered('status', () => ({ status: 'open' })),
  filtered('broker', (n) => ({ broker: ['kafka', 'sqs', 'bullmq'][n % 3]! })),
  filtered('source', (n) => ({ source: `source-${n % 10}` })),
  filtered('consumer', (n) => ({ consumer: `consumer-${n % 10}` })),
  filtered('type', (n) => ({ type: `type-${n % 40}.v1` })),
  filtered('reason', () => ({ reason: 'CRASH_LOOP' })),
  filtered('key', (n) => ({ key: `key-${n * 997}` })),
  filtered('correlation id', (n) => ({ correlationId: `story-${n * 997}` })),
  filtered('fingerprint', (n) => ({ fingerprint: `cause-${n}` })),
  filtered('from', (n) => ({ from: ago(3_600 * (1 + (n % 24))) })),
  filtered('from and to, long ago', (n) => {
    const days = 10 + (n % 5);
    return { from: ago(86_400 * days), to: ago(86_400 * days - 3_600) };
  }),
  filtered('a word that is rare', (n) => ({ q: `customer${n * 97}` })),
  filtered('a word of many', (n) => ({ q: `"cause ${n}"` })),
  filtered('status, fingerprint', (n) => ({ status: 'open', fingerprint: `cause-${n}` })),
  filtered('status, source, reason', (n) => ({
    status: 'open',
    source: `source-${n % 10}`,
    reason: 'SCHEMA_MISMATCH',
  })),
];
