import { sql } from 'kysely';
import type { Database } from '@app/database';
import type { ItemState } from '../migrations/002-create-replays.js';
import type { AdminTables } from '../migrations/admin-tables.js';

export interface ReplayView {
  readonly id: string;
  readonly status: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly endedAt: string | null;
  readonly endedBecause: string | null;
  readonly selection: object;
  readonly ratePerSecond: number | null;
  readonly stopAfterFailures: number | null;
  readonly total: number;
  readonly waiting: number;
  /** Sent, with an outcome or not yet. */
  readonly sent: number;
  readonly resolved: number;
  readonly failedAgain: number;
  /** Open again: the replay ended before it sent them. */
  readonly released: number;
}

/** A replay and its progress, or undefined where there is none. */
export async function readReplayView(
  { kysely }: Database<AdminTables>,
  id: string,
): Promise<ReplayView | undefined> {
  const replay = await kysely
    .selectFrom('replays')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!replay) return undefined;
  const states = await kysely
    .selectFrom('replay_items')
    .select(['state', sql<number>`count(*)::int`.as('count')])
    .where('replay_id', '=', id)
    .groupBy('state')
    .execute();
  const count = (state: ItemState) => states.find((it) => it.state === state)?.count ?? 0;
  return {
    id: replay.id,
    status: replay.status,
    createdAt: replay.created_at.toISOString(),
    createdBy: replay.created_by,
    endedAt: replay.ended_at?.toISOString() ?? null,
    endedBecause: replay.ended_because,
    selection: replay.selection,
    ratePerSecond: replay.rate_per_second,
    stopAfterFailures: replay.stop_after_failures,
    total: replay.total,
    waiting: count('waiting'),
    sent: count('sent') + count('resolved') + count('failed_again'),
    resolved: count('resolved'),
    failedAgain: count('failed_again'),
    released: count('released'),
  };
}
