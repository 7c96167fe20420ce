import type { Database } from '@app/database';

/** Counted up to here: beyond it the exact number says no more. */
const MOST_DEAD_LETTERS = 1_000;

export interface OutboxFigures {
  /** `maxBacklog` rows or more wait to be published. */
  readonly isFull: boolean;
  /** Dead letters without a decision, 1,000 at most. */
  readonly deadLetters: number;
  readonly oldestDeadLetter: Date | undefined;
}

/**
 * Counts no further than it must. Rows are numbered, so while the numbers of the first and the last
 * row are near each other, nothing is counted at all.
 */
export async function readFigures(database: Database, maxBacklog: number): Promise<OutboxFigures> {
  const outbox = database.table('outbox');
  const deadLetters = database.table('outbox_dead_letters');
  const { rows } = await database.query<{ backlog: number; dead: number; oldest: Date | null }>({
    name: 'outbox_figures',
    text: `
      select
        (select count(*) from (select from ${outbox}
          where (select max(id) - min(id) + 1 from ${outbox}) >= $1 limit $1) as waiting)::int
          as backlog,
        (select count(*) from (select from ${deadLetters} where decision is null
          limit ${MOST_DEAD_LETTERS}) as undecided)::int as dead,
        (select set_aside_at from ${deadLetters} where decision is null order by id limit 1)
          as oldest`,
    values: [maxBacklog],
  });
  const [figures] = rows;
  return {
    isFull: maxBacklog > 0 && (figures?.backlog ?? 0) >= maxBacklog,
    deadLetters: figures?.dead ?? 0,
    oldestDeadLetter: figures?.oldest ?? undefined,
  };
}
