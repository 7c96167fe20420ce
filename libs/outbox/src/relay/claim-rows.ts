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
  // By the time of the statement: a hold that ends while it runs must not let a later row of its key by.
  const isFree = `broker = $1 and destination = $2 and not exists (
    select 1 from ${hold} as h where h.broker = o.broker
      and h.destination = o.destination and h.key = o.key and h.until > statement_timestamp())`;
  const { rows } = await transaction.query<StoredRow>({
    // Unnamed, so that it is planned anew: the plan of a quiet minute is none for a backlog. And what
    // others hold is looked for once, not for each row: where PostgreSQL believes that the outbox is
    // empty, it looks among all rows, those of other destinations as well.
    text: `
      with claimed as materialized (
        select id, key, event_id, type, body, headers from ${outbox} as o
        where ${isFree} order by id limit $3 for update of o skip locked),
      elsewhere as materialized (
        select key, min(id) as id from ${outbox} as o
        where ${isFree} and id < (select max(id) from claimed)
          and id not in (select id from claimed)
        group by key)
      select c.*, h.failures,
        (extract(epoch from clock_timestamp() - h.refused_since) * 1000)::float8 as refused_for_ms
      from claimed as c
      left join ${hold} as h on h.broker = $1 and h.destination = $2 and h.key = c.key
      left join elsewhere as e on e.key = c.key
      where e.id is null or e.id > c.id
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
