import { sql } from 'kysely';
import type { Database } from '@app/database';
import type { AdminTables } from '../migrations/admin-tables.js';
import { readCursor } from './cursor.js';
import type { Filter } from './filter.js';
import { where } from './where.js';

/** What a list shows; bodies, headers and stacks are read one at a time. */
const LISTED = [
  'id',
  'seq',
  'status',
  'status_changed_at',
  'collected_at',
  'copies',
  'is_explained',
  'broker',
  'source',
  'source_kind',
  'consumer',
  'coordinates',
  'event_id',
  'event_source',
  'type',
  'key',
  'correlation_id',
  'causation_id',
  'trace_id',
  'reason',
  'error_name',
  'error_code',
  'error_message',
  'fingerprint',
  'attempts',
  'first_failed_at',
  'last_failed_at',
  'app_version',
  'content_type',
  'ancestor_id',
  'generation',
  'successor_id',
  'replay_id',
  'note',
] as const;

/** One page of the list, the newest first. @throws Problem 400 for a cursor that isn't one */
export function listQuery(
  { kysely }: Database<AdminTables>,
  filter: Filter,
  limit: number,
  cursor?: string,
) {
  const query = kysely
    .selectFrom('dead_letters')
    .select([...LISTED, sql<number>`length(body)`.as('body_bytes')])
    .where(where(filter))
    .orderBy('seq', 'desc')
    .limit(limit);
  return cursor === undefined ? query : query.where('seq', '<', readCursor(cursor));
}
