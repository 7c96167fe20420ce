import type { QueryConfig } from 'pg';
import { MessagingError } from '@app/events';
import type { Database } from '@app/database';
import { detailOf } from './detail-of.js';
import type { FailedRow } from './publish-rows.js';

/** Moves rows to the dead letters, as they are, with the reason. */
export function setAside(database: Database, rows: readonly FailedRow[]): QueryConfig {
  return {
    name: 'outbox_set_aside',
    text: `
      with gone as (
        delete from ${database.table('outbox')} where id = any($1::bigint[]) returning *)
      insert into ${database.table('outbox_dead_letters')}
        (outbox_id, broker, destination, key, event_id, type, body, headers, created_at, reason,
          detail, failures, set_aside_at)
      select gone.id, broker, destination, key, event_id, type, body, headers, created_at, reason,
        detail, failures, clock_timestamp()
      from gone join unnest($1::bigint[], $2::text[], $3::text[], $4::int[])
        as u(id, reason, detail, failures) using (id)`,
    values: [
      rows.map(({ row }) => row.id),
      rows.map(({ error }) => reasonOf(error)),
      rows.map(({ error }) => detailOf(error)),
      rows.map(({ failures }) => failures),
    ],
  };
}

export function reasonOf(error: Error): string {
  return error instanceof MessagingError ? error.code : 'UNKNOWN';
}
