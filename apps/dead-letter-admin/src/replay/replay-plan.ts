import { sql } from 'kysely';
import type { Database } from '@app/database';
import type { AdminTables } from '../migrations/admin-tables.js';
import { selected } from '../selection/selected.js';
import { findObstacles, refuse, type Obstacle } from './obstacles.js';
import { replayable, type ReplayRequest } from './replay-request.js';
import { routeOf } from './route-of.js';

/** What a replay would send where. */
export interface ReplayPlan {
  readonly total: number;
  readonly destinations: readonly {
    readonly broker: string;
    readonly name: string;
    readonly consumer: string | null;
    readonly count: number;
  }[];
  /** What fits and stays as it is, since it can't be replayed; a limit doesn't count it. */
  readonly skipped: readonly Obstacle[];
}

/**
 * A filter means what can be replayed; who names ids means each of them.
 * @throws Problem 409 where one of the ids can't go back to its consumer, or was replayed too often
 */
export async function planReplay(
  database: Database<AdminTables>,
  request: ReplayRequest,
  maxGenerations: number,
): Promise<ReplayPlan> {
  const skipped = await findObstacles(database, request, maxGenerations);
  if (request.ids) refuse(skipped, maxGenerations);
  const letters = sendable(database, request, skipped, maxGenerations);
  const groups = await database.kysely
    .selectFrom(letters.select(['broker', 'source', 'consumer']).as('letter'))
    .select(['broker', 'source', 'consumer', sql<number>`count(*)::int`.as('count')])
    .groupBy(['broker', 'source', 'consumer'])
    .orderBy('broker')
    .orderBy('source')
    .execute();
  return {
    total: groups.reduce((sum, { count }) => sum + count, 0),
    destinations: groups.flatMap(({ count, ...place }) => {
      const route = routeOf(place);
      return route ? [{ ...route.destination, consumer: place.consumer, count }] : [];
    }),
    skipped,
  };
}

/** The selected dead letters without what can't be replayed; a limit is one of these. */
export function sendable(
  database: Database<AdminTables>,
  request: ReplayRequest,
  obstacles: readonly Obstacle[],
  maxGenerations: number,
) {
  const all = selected(database, request, replayable(request.force));
  const fresh = request.force ? all : all.where('generation', '<', maxGenerations);
  return obstacles
    .filter(({ reason }) => reason === 'NO_WAY_BACK')
    .reduce(
      (letters, { broker, source, consumer }) =>
        letters.where((eb) =>
          eb.not(
            eb.and([
              eb('broker', '=', broker),
              eb('source', '=', source),
              eb('consumer', 'is not distinct from', consumer),
            ]),
          ),
        ),
      fresh,
    );
}
