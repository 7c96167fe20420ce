import { sql } from 'kysely';
import type { Database } from '@app/database';
import { Problem } from '@app/http';
import { replayRoute } from '@app/topology';
import type { Status } from '../ledger/dead-letters.table.js';
import type { AdminTables } from '../migrations/admin-tables.js';
import type { ReplayRequest } from './replay-request.js';
import { selected } from '../selection/selected.js';

/** What a replay would send where. */
export interface ReplayPlan {
  readonly total: number;
  readonly destinations: readonly {
    readonly broker: string;
    readonly name: string;
    readonly consumer: string | null;
    readonly count: number;
  }[];
}

export function replayable(force: boolean): readonly Status[] {
  return force ? ['open', 'replayed', 'discarded'] : ['open'];
}

/**
 * @throws Problem 409 where a message can't go back to its consumer, or was replayed too often
 */
export async function planReplay(
  database: Database<AdminTables>,
  request: ReplayRequest,
  maxGenerations: number,
): Promise<ReplayPlan> {
  const letters = selected(database, request, replayable(request.force)).select([
    'broker',
    'source',
    'consumer',
    'generation',
  ]);
  const groups = await database.kysely
    .selectFrom(letters.as('letter'))
    .select([
      'broker',
      'source',
      'consumer',
      sql<number>`count(*)::int`.as('count'),
      sql<number>`(count(*) filter (where generation >= ${maxGenerations}))::int`.as('worn'),
    ])
    .groupBy(['broker', 'source', 'consumer'])
    .orderBy('broker')
    .orderBy('source')
    .execute();

  const routed = groups.map((group) => ({ ...group, route: routeOf(group) }));
  const lost = routed.filter(({ route }) => route === undefined);
  if (lost.length > 0) throw noWayBack(lost);
  const worn = groups.reduce((sum, it) => sum + it.worn, 0);
  if (worn > 0 && !request.force) throw wornOut(worn, maxGenerations);
  return {
    total: groups.reduce((sum, { count }) => sum + count, 0),
    destinations: routed.flatMap(({ route, consumer, count }) =>
      route ? [{ ...route.destination, consumer, count }] : [],
    ),
  };
}

interface Group {
  readonly broker: string;
  readonly source: string;
  readonly consumer: string | null;
}

export function routeOf({ broker, source, consumer }: Group) {
  return replayRoute({ broker, name: source, consumer: consumer ?? undefined });
}

function noWayBack(groups: readonly Group[]): Problem {
  const places = groups.map(
    ({ broker, source, consumer }) => `${broker} ${source} (consumer ${consumer ?? 'unknown'})`,
  );
  return new Problem(
    409,
    'NO_WAY_BACK',
    `Nothing leads back to ${places.join(', ')}. Declare the channel in libs/topology again and ` +
      'deploy, or leave these out by a filter and discard them.',
  );
}

function wornOut(count: number, maxGenerations: number): Problem {
  return new Problem(
    409,
    'REPLAYED_TOO_OFTEN',
    `${count} of them were replayed ${maxGenerations} times, and failed each time. Mend their ` +
      "cause first; 'force' replays them all the same.",
  );
}
