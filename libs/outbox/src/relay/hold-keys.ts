import type { QueryConfig } from 'pg';
import type { Database } from '@app/database';
import type { Destination } from '@app/messaging';
import { detailOf } from './detail-of.js';
import type { FailedRow } from './publish-rows.js';

export interface HeldRow extends FailedRow {
  /** From now, not from the claim, which may be minutes ago; null: until somebody decides. */
  readonly delayMs: number | null;
}

/** Parks the key of each row. */
export function holdKeys(
  database: Database,
  { broker, name }: Destination,
  rows: readonly HeldRow[],
): QueryConfig {
  return {
    name: 'outbox_hold',
    text: `
      insert into ${database.table('outbox_hold')} as h
        (broker, destination, key, event_id, reason, failures, until, refused_since)
      select $1, $2, k, e, r, f,
        coalesce(clock_timestamp() + delay_ms * interval '1 millisecond', 'infinity'),
        clock_timestamp() - refused_ms * interval '1 millisecond'
      from unnest($3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::float8[])
        as u(k, e, r, f, delay_ms, refused_ms)
      on conflict (broker, destination, key) do update set event_id = excluded.event_id,
        reason = excluded.reason, failures = excluded.failures, until = excluded.until,
        refused_since = excluded.refused_since`,
    values: [
      broker,
      name,
      rows.map(({ row }) => row.key),
      rows.map(({ row }) => row.eventId),
      rows.map(({ error }) => detailOf(error)),
      rows.map(({ failures }) => failures),
      rows.map(({ delayMs }) => delayMs),
      rows.map(({ refusedForMs }) => refusedForMs ?? null),
    ],
  };
}
