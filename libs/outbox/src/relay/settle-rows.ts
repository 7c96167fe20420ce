import type { QueryConfig } from 'pg';
import type { Database } from '@app/database';
import type { Destination } from '@app/messaging';
import type { ClaimedRow } from '../outbox-row.js';
import { holdKeys, type HeldRow } from './hold-keys.js';
import type { FailedRow } from './publish-rows.js';
import { setAside } from './set-aside.js';

/** What a batch comes to. */
export interface SettledRows {
  readonly confirmed: readonly ClaimedRow[];
  readonly held: readonly HeldRow[];
  readonly setAside: readonly FailedRow[];
}

/** Statements that record it: delete what was confirmed, park keys that failed. */
export function settleRows(
  database: Database,
  destination: Destination,
  rows: SettledRows,
): QueryConfig[] {
  const statements: QueryConfig[] = [];
  if (rows.confirmed.length > 0) {
    statements.push({
      name: 'outbox_delete',
      text: `delete from ${database.table('outbox')} where id = any($1::bigint[])`,
      values: [rows.confirmed.map((row) => row.id)],
    });
  }
  const recovered = rows.confirmed.filter((row) => row.failures > 0);
  if (recovered.length > 0) {
    statements.push({
      name: 'outbox_unhold',
      text: `delete from ${database.table('outbox_hold')}
        where broker = $1 and destination = $2 and key = any($3::text[])`,
      values: [destination.broker, destination.name, recovered.map((row) => row.key)],
    });
  }
  const untilDecided = rows.setAside.map((row) => ({ ...row, delayMs: null }));
  const held = [...rows.held, ...untilDecided];
  if (held.length > 0) statements.push(holdKeys(database, destination, held));
  if (rows.setAside.length > 0) statements.push(setAside(database, rows.setAside));
  return statements;
}
