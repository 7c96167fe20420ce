import type { QueryConfig } from 'pg';
import type { Database } from '@app/database';
import { storeHeaders, type OutboxRow } from './outbox-row.js';

/**
 * The one statement that stores what a transaction publishes, to be sent just before COMMIT.
 *
 * Identity values are drawn in another order than transactions commit. So it first takes an
 * advisory lock on each (destination, key), in one order everywhere so that no two writers block
 * each other, and draws the numbers under the locks, which COMMIT releases. Advisory locks are
 * shared by all schemas of a database; the hash contains ours.
 */
export function insertRows(database: Database, rows: readonly OutboxRow[]): QueryConfig {
  return {
    name: 'outbox_insert',
    text: `
      with locked as materialized (
        select pg_advisory_xact_lock(hash) from (
          select distinct hashtextextended(concat_ws(chr(31), $8::text, b, d, k), 0) as hash
          from unnest($1::text[], $2::text[], $3::text[]) as t(b, d, k) order by 1) as hashes),
      all_locked as materialized (select count(*) from locked)
      insert into ${database.table('outbox')}
        (broker, destination, key, event_id, type, body, headers)
      select b, d, k, e, t, body, headers::jsonb
      from all_locked, unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[],
        $6::bytea[], $7::text[]) with ordinality as u(b, d, k, e, t, body, headers, position)
      order by position`,
    values: [
      rows.map((row) => row.destination.broker),
      rows.map((row) => row.destination.name),
      rows.map((row) => row.message.key),
      rows.map((row) => row.message.id),
      rows.map((row) => row.message.type),
      rows.map((row) => row.message.body),
      rows.map((row) => storeHeaders(row.message.headers)),
      database.schema,
    ],
  };
}
