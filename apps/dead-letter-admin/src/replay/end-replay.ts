import { sql, type Kysely } from 'kysely';
import type { Database } from '@app/database';
import type { ReplayStatus } from '../migrations/002-create-replays.js';
import type { AdminTables } from '../migrations/admin-tables.js';

/** Ends a replay whose row we hold; what it has not sent is again what it was before. */
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
  await release(kysely, id);
}

/**
 * Gives letters back that a replay has not sent. One whose earlier replay has had its outcome
 * meanwhile keeps that.
 * @param letterIds default: all that wait
 */
export async function release(
  kysely: Kysely<AdminTables>,
  replayId: string,
  letterIds?: readonly string[],
): Promise<void> {
  const released = kysely
    .updateTable('replay_items')
    .set({ state: 'released' })
    .where('replay_id', '=', replayId)
    .where('state', '=', 'waiting')
    .$if(letterIds !== undefined, (query) => query.where('letter_id', 'in', letterIds!))
    .returning(['letter_id', 'status_before']);
  await kysely
    .with('released', () => released)
    .updateTable('dead_letters')
    .from('released')
    .set({ status: sql`released.status_before`, status_changed_at: sql`now()` })
    .whereRef('dead_letters.id', '=', 'released.letter_id')
    .where('dead_letters.status', '=', 'replaying')
    .execute();
}
