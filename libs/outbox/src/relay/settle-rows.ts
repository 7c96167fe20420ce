import type { QueryConfig } from 'pg';
import type { Database } from '@app/database';
import type { Destination } from '@app/messaging';
import type { PublishOutcome } from './publish-rows.js';
import { holdDelayMs } from './hold-delay.js';

const MAX_REASON_LENGTH = 1_000;

/** Statements that record an outcome: delete what was confirmed, park keys that failed. */
export function settleRows(
  database: Database,
  destination: Destination,
  { confirmed, failed }: PublishOutcome,
): QueryConfig[] {
  const statements: QueryConfig[] = [];
  if (confirmed.length > 0) {
    statements.push({
      name: 'outbox_delete',
      text: `delete from ${database.table('outbox')} where id = any($1::bigint[])`,
      values: [confirmed.map((row) => row.id)],
    });
  }
  const recovered = confirmed.filter((row) => row.failures > 0);
  if (recovered.length > 0) {
    statements.push({
      name: 'outbox_unhold',
      text: `delete from ${database.table('outbox_hold')}
        where broker = $1 and destination = $2 and key = any($3::text[])`,
      values: [destination.broker, destination.name, recovered.map((row) => row.message.key)],
    });
  }
  if (failed.length > 0) statements.push(holdKeys(database, destination, failed));
  return statements;
}

/** The wait counts from now, not from the claim, which may be minutes ago. */
function holdKeys(
  database: Database,
  destination: Destination,
  failed: PublishOutcome['failed'],
): QueryConfig {
  return {
    name: 'outbox_hold',
    text: `
      insert into ${database.table('outbox_hold')} as h
        (broker, destination, key, event_id, reason, failures, until)
      select $1, $2, k, e, r, f, clock_timestamp() + ms * interval '1 millisecond'
      from unnest($3::text[], $4::text[], $5::text[], $6::int[], $7::int[]) as u(k, e, r, f, ms)
      on conflict (broker, destination, key) do update set event_id = excluded.event_id,
        reason = excluded.reason, failures = excluded.failures, until = excluded.until`,
    values: [
      destination.broker,
      destination.name,
      failed.map(({ row }) => row.message.key),
      failed.map(({ row }) => row.message.id),
      failed.map(({ error }) => error.message.replaceAll('\0', '').slice(0, MAX_REASON_LENGTH)),
      failed.map(({ failures }) => failures),
      failed.map(({ error, failures }) => holdDelayMs(error, failures)),
    ],
  };
}
