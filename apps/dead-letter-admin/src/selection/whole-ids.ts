import { sql } from 'kysely';
import type { Database } from '@app/database';
import { Problem } from '@app/http';
import type { AdminTables } from '../migrations/admin-tables.js';

/** The beginning of an id, long enough to be meant as one. */
const BEGINNING = /^[0-9a-f]{4,31}$/;

/**
 * Ids as the ledger has them, where some may be only the beginning of one; each once. What no id begins
 * with stays as it is.
 * @throws Problem 400 for the beginning of several
 */
export async function wholeIds(
  database: Database<AdminTables>,
  ids: readonly string[],
): Promise<string[]> {
  const whole = new Set<string>();
  for (const id of ids) whole.add(BEGINNING.test(id) ? await wholeId(database, id) : id);
  return [...whole];
}

async function wholeId({ kysely }: Database<AdminTables>, beginning: string): Promise<string> {
  const { first, count } = await kysely
    .selectFrom('dead_letters')
    .select(({ fn }) => [fn.min('id').as('first'), sql<number>`count(*)::int`.as('count')])
    // The primary key answers a range in any collation, a prefix only in one; 'g' is after all hex.
    .where('id', '>=', beginning)
    .where('id', '<', `${beginning}g`)
    .where(({ fn, val }) => fn<boolean>('starts_with', ['id', val(beginning)]))
    .executeTakeFirstOrThrow();
  if (count <= 1 || first === beginning) return first ?? beginning;
  const detail = `${beginning} is the beginning of ${count} ids: give more of it.`;
  throw new Problem(400, 'AMBIGUOUS_ID', detail);
}
