import type { Database } from '@app/database';
import type { Destination } from '@app/messaging';

/** Where rows are waiting for. Jumps from one destination to the next in the index. */
export async function findDestinations(database: Database): Promise<Destination[]> {
  const outbox = database.table('outbox');
  const { rows } = await database.query<{ broker: string; name: string }>({
    name: 'outbox_destinations',
    text: `
      with recursive found as (
        (select broker, destination from ${outbox} order by broker, destination limit 1)
        union all
        select next.* from found, lateral (
          select broker, destination from ${outbox} as o
          where (o.broker, o.destination) > (found.broker, found.destination)
          order by broker, destination limit 1) as next)
      select broker, destination as name from found`,
  });
  return rows;
}
