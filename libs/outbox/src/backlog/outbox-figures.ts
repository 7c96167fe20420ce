import type { Database } from '@app/database';

/** Counted up to here: beyond it the exact number says no more. */
const MOST_DEAD_LETTERS = 1_000;

/** Rows are counted up to here; beyond it their numbers tell how many there are at most. */
const MOST_COUNTED = 10_000;

export interface OutboxFigures {
  /** `maxBacklog` rows or more wait to be published. */
  readonly isFull: boolean;
  /** Dead letters without a decision, 1,000 at most. */
  readonly deadLetters: number;
  readonly oldestDeadLetter: Date | undefined;
  /** Rows that wait to be published: exact up to 10,000, an upper bound beyond. */
  readonly waiting: number;
  /** How long the oldest of them waits, by the clock of PostgreSQL; 0 where none does. */
  readonly oldestSeconds: number;
}

interface Row {
  readonly backlog: number;
  readonly dead: number;
  readonly oldest: Date | null;
  readonly waiting: number;
  readonly oldest_seconds: number;
}

/**
 * Counts no further than it must. Rows are numbered, so while the numbers of the first and the last
 * row are near each other, nothing is counted at all.
 */
export async function readFigures(database: Database, maxBacklog: number): Promise<OutboxFigures> {
  const outbox = database.table('outbox');
  const deadLetters = database.table('outbox_dead_letters');
  const { rows } = await database.query<Row>({
    name: 'outbox_figures',
    text: `
      select
        (select count(*) from (select from ${outbox}
          where (select max(id) - min(id) + 1 from ${outbox}) >= $1 limit $1) as waiting)::int
          as backlog,
        (select count(*) from (select from ${deadLetters} where decision is null
          limit ${MOST_DEAD_LETTERS}) as undecided)::int as dead,
        (select set_aside_at from ${deadLetters} where decision is null order by id limit 1)
          as oldest,
        (select case when count(*) <= ${MOST_COUNTED} then count(*)
            else (select max(id) - min(id) + 1 from ${outbox}) end
          from (select from ${outbox} limit ${MOST_COUNTED + 1}) as counted)::int as waiting,
        coalesce((select extract(epoch from now() - created_at) from ${outbox}
          order by id limit 1), 0)::float8 as oldest_seconds`,
    values: [maxBacklog],
  });
  const [figures] = rows;
  return {
    isFull: maxBacklog > 0 && (figures?.backlog ?? 0) >= maxBacklog,
    deadLetters: figures?.dead ?? 0,
    oldestDeadLetter: figures?.oldest ?? undefined,
    waiting: figures?.waiting ?? 0,
    oldestSeconds: Math.max(0, figures?.oldest_seconds ?? 0),
  };
}
