import { Problem } from '@app/http';
import type { Database } from '@app/database';
import type { Status } from '../ledger/dead-letters.table.js';
import { where } from '../listing/where.js';
import type { AdminTables } from '../migrations/admin-tables.js';
import type { Selection } from './selection.js';
import { wholeIds } from './whole-ids.js';

/** The selected dead letters that have one of these statuses, oldest first. */
export function selected(
  database: Database<AdminTables>,
  { ids, filter, limit }: Selection,
  statuses: readonly Status[],
) {
  let query = database.kysely
    .selectFrom('dead_letters')
    .where('status', 'in', statuses)
    .where(where(filter ?? {}))
    .orderBy('seq');
  if (ids !== undefined) query = query.where('id', 'in', ids);
  if (limit !== undefined) query = query.limit(limit);
  return query;
}

/** The same selection with whole ids. @throws Problem 400 for the beginning of several */
export async function withWholeIds<Given extends Selection>(
  database: Database<AdminTables>,
  given: Given,
): Promise<Given> {
  return given.ids === undefined ? given : { ...given, ids: await wholeIds(database, given.ids) };
}

/**
 * Looks at the ids that somebody has named; of a filter, what doesn't fit just isn't meant.
 * @param done what shall be done with them, for whoever is refused: `replayed`
 * @throws Problem 404 for an unknown id, 409 for one whose status doesn't allow it
 */
export async function checkIds(
  database: Database<AdminTables>,
  { ids }: Selection,
  statuses: readonly Status[],
  done: string,
): Promise<void> {
  if (ids === undefined) return;
  const known = await database.kysely
    .selectFrom('dead_letters')
    .select(['id', 'status'])
    .where('id', 'in', ids)
    .execute();
  const statusOf = new Map(known.map(({ id, status }) => [id, status]));
  const unknown = ids.filter((id) => !statusOf.has(id));
  if (unknown.length > 0) {
    throw new Problem(404, 'DEAD_LETTER_NOT_FOUND', `There is no dead letter ${listed(unknown)}.`);
  }
  const others = known.filter(({ status }) => !statuses.includes(status));
  if (others.length === 0) return;
  const found = listed(others.map(({ id, status }) => `${id} is ${status}`));
  const allowed = statuses.join(' or ');
  throw new Problem(409, 'WRONG_STATUS', `${found}. Only what is ${allowed} can be ${done}.`);
}

function listed(texts: readonly string[]): string {
  const more = texts.length > 5 ? `, and ${texts.length - 5} more` : '';
  return texts.slice(0, 5).join(', ') + more;
}
