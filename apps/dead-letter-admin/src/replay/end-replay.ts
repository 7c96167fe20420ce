import { sql } from 'kysely';
import type { Database } from '@app/database';
import type { ReplayStatus } from '../migrations/002-create-replays.js';
import type { AdminTables } from '../migrations/admin-tables.js';

/** Ends a replay whose row we hold; what it has not sent is open again. */
export async function endReplay(
  { kysely }: Database<AdminTables>,
  id: string,
  status: Exclude<ReplayStatus, 'running'>,
  because?: string,
): Promise<void> {
  await kysely
    .updateTable('replays')
    .set({ status, ended_at: sql`now()`, ended_because: because ?? null })
    .where('id', '=', id)
    .execute();
  await kysely
    .updateTable('dead_letters')
    .set({ status: 'open', status_changed_at: sql`now()` })
    .where('status', '=', 'replaying')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('replay_items')
        .select('letter_id')
        .where('replay_id', '=', id)
        .where('state', '=', 'waiting'),
    )
    .execute();
  await kysely
    .updateTable('replay_items')
    .set({ state: 'released' })
    .where('replay_id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
}
