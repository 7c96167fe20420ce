import type { Database } from '@app/database';
import type { AdminTables } from '../../../apps/dead-letter-admin/src/migrations/admin-tables.js';

const BATCH = 50_000;

/**
 * Fills the ledger of a system that has had its share: 500 causes, every twentieth still open, each
 * with a body of half a kilobyte. The same number gives the same rows.
 */
export async function seedLedger(
  database: Database<AdminTables>,
  rows: number,
  onBatch: (done: number) => void,
): Promise<void> {
  const table = database.table('dead_letters');
  for (let first = 1; first <= rows; first += BATCH) {
    const last = Math.min(rows, first + BATCH - 1);
    await database.query({ text: insertInto(table), values: [first, last, rows] });
    onBatch(last);
  }
  await database.query({ text: `vacuum analyze ${table}` });
}

function insertInto(table: string): string {
  return `
    insert into ${table} (id, status, is_explained, broker, source, source_kind, consumer,
      coordinates, event_id, event_source, type, key, correlation_id, reason, error_name,
      error_message, error_stack, fingerprint, attempts, first_failed_at, last_failed_at, headers,
      dropped_headers, body, search_text)
    select md5('id' || n),
      case when n % 20 = 0 then 'open' when n % 20 < 3 then 'discarded'
        when n % 20 < 6 then 'failed_again' else 'resolved' end,
      true,
      (array['kafka', 'rabbitmq', 'sqs', 'bullmq', 'redis-streams'])[1 + cause % 5],
      'source-' || cause % 10, 'queue', 'consumer-' || cause % 10, '{"n": 1}', 'event-' || n, '/bench',
      'type-' || cause % 40 || '.v1', 'key-' || n % 200000, 'story-' || n % 300000,
      (array['RETRIES_EXHAUSTED', 'SCHEMA_MISMATCH', 'UNRECOVERABLE', 'CRASH_LOOP'])[1 + cause % 4],
      'Error', 'cause ' || cause || ' of order ' || n, 'Error: at Service.handle', 'cause-' || cause,
      1 + n % 6, at - interval '10 seconds', at, '[["content-type", "application/json"]]', '[]',
      convert_to(rpad('{"orderId": "' || n || '"', 500, ' '), 'utf8'),
      'cause ' || cause || ' of order ' || n || ' customer' || n % 50000
    from (select n, (hashint4(n) & 2147483647) % 500 as cause,
        now() - ($3 - n) * interval '2 seconds' as at
      from generate_series($1::int, $2::int) as n) as made`;
}
