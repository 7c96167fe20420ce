import { sql } from 'kysely';
import type { Database } from '@app/database';
import { Problem } from '@app/http';
import { deadLetterChannels } from '@app/topology';
import type { AdminTables } from '../migrations/admin-tables.js';
import { selected } from '../selection/selected.js';
import { replayable, type ReplayRequest } from './replay-request.js';
import { routeOf, type Place } from './route-of.js';

/** Dead letters that can't be replayed as they are. */
export interface Obstacle extends Place {
  /** Nothing leads back to the consumer, or it has failed at too many replays. */
  readonly reason: 'NO_WAY_BACK' | 'REPLAYED_TOO_OFTEN';
  readonly count: number;
}

/** What of a selection a replay can't send, and why; its limit doesn't matter. */
export async function findObstacles(
  database: Database<AdminTables>,
  request: ReplayRequest,
  maxGenerations: number,
): Promise<Obstacle[]> {
  const meant = { ...request, limit: undefined };
  const letters = selected(database, meant, replayable(request.force)).clearOrderBy();
  const places = await letters
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
  return places.flatMap(({ count, worn, ...place }): Obstacle[] => {
    if (!routeOf(place)) return [{ ...place, reason: 'NO_WAY_BACK', count }];
    if (worn === 0 || request.force) return [];
    return [{ ...place, reason: 'REPLAYED_TOO_OFTEN', count: worn }];
  });
}

/** For who has named what can't be replayed, and so means each of them. @throws Problem 409 */
export function refuse(obstacles: readonly Obstacle[], maxGenerations: number): void {
  const lost = obstacles.filter(({ reason }) => reason === 'NO_WAY_BACK');
  if (lost.length > 0) throw noWayBack(lost);
  const worn = obstacles.reduce((sum, { count }) => sum + count, 0);
  if (worn > 0) throw wornOut(worn, maxGenerations);
}

function noWayBack(places: readonly Place[]): Problem {
  return new Problem(409, 'NO_WAY_BACK', places.map(whyNoWayBack).join(' '));
}

function whyNoWayBack({ broker, source, consumer }: Place): string {
  const place = `${broker} ${source}`;
  if (consumer === null && isRead(broker, source)) {
    return `Nobody knows which consumer of ${place} failed: have it read that again, or discard these.`;
  }
  return (
    `Nothing leads back to ${place} (consumer ${consumer ?? 'unknown'}): declare the channel in ` +
    'libs/topology again and deploy, or discard these.'
  );
}

function isRead(broker: string, name: string): boolean {
  return deadLetterChannels.some(({ of }) => of.broker === broker && of.name === name);
}

function wornOut(count: number, maxGenerations: number): Problem {
  return new Problem(
    409,
    'REPLAYED_TOO_OFTEN',
    `${count} of them were replayed ${maxGenerations} times, and failed each time. Mend their ` +
      "cause first; 'force' replays them all the same.",
  );
}
