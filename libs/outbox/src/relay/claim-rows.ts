import type { Database, Transaction } from '@app/database';
import type { Destination } from '@app/messaging';
import type { ClaimedRow } from '../outbox-row.js';

interface StoredRow {
  readonly id: string;
  readonly key: string;
  readonly event_id: string;
  readonly type: string;
  readonly body: Buffer;
  readonly headers: unknown;
  readonly failures: number | null;
  readonly refused_for_ms: number | null;
}

/**
 * Locks the oldest rows of a destination that no other relay has and no hold parks. A row is left
 * out while an earlier one of its key is not among them: another relay is publishing it, and would
 * be overtaken.
 */
export async function claimRows(
  transaction: Transaction,
  database: Database,
  destination: Destination,
  limit: number,
): Promise<ClaimedRow[]> {
  const outbox = database.table('outbox');
  const hold = database.table('outbox_hold');
  const { rows } = await transaction.query<StoredRow>({
    // Unnamed, so that it is planned for the rows that there are: a plan of a quiet minute, kept with a
    // name, reads what waits for other destinations as well, once for each row that it claims.
    text: `
      with claimed as materialized (
        select id, key, event_id, type, body, headers from ${outbox} as o
        where broker = $1 and destination = $2 and not exists (
          select 1 from ${hold} as h where h.broker = o.broker
            and h.destination = o.destination and h.key = o.key and h.until > clock_timestamp())
        order by id limit $3 for update of o skip locked)
      select c.*, h.failures,
        (extract(epoch from clock_timestamp() - h.refused_since) * 1000)::float8 as refused_for_ms
      from claimed as c
      left join ${hold} as h on h.broker = $1 and h.destination = $2 and h.key = c.key
      where not exists (
        select 1 from ${outbox} as p where p.broker = $1 and p.destination = $2
          and p.key = c.key and p.id < c.id and p.id not in (select id from claimed))
      order by c.id`,
    values: [destination.broker, destination.name, limit],
  });
  return rows.map((row) => ({
    id: row.id,
    key: row.key,
    eventId: row.event_id,
    type: row.type,
    body: row.body,
    headers: row.headers,
    failures: row.failures ?? 0,
    refusedForMs: row.refused_for_ms ?? undefined,
  }));
}
