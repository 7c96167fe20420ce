import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/database';
import type { DeadLetterRow } from '../ledger/dead-letters.table.js';
import type { AdminTables } from '../migrations/admin-tables.js';
import type { Filter } from './filter.js';
import { wholeIds } from '../selection/whole-ids.js';
import { listQuery } from './list-query.js';
import { toPage, type Page } from './page.js';
import { toListItem, type ListItem } from './view.js';
import { where } from './where.js';

/** Failures of one cause. */
export interface SummaryGroup {
  readonly broker: string;
  readonly source: string;
  readonly type: string | null;
  readonly reason: string;
  readonly fingerprint: string;
  readonly error: string;
  readonly count: number;
  readonly oldestFailureAt: string;
  readonly newestFailureAt: string;
}

export interface Summary {
  readonly groups: SummaryGroup[];
  /** Whether there are smaller groups besides. */
  readonly more: boolean;
}

const MAX_GROUPS = 500;

/** Reads the ledger. */
@Injectable()
export class DeadLetterQueries {
  constructor(private readonly database: Database<AdminTables>) {}

  /** The newest first. @throws Problem 400 for a cursor that isn't one */
  async list(filter: Filter, limit: number, cursor?: string): Promise<Page<ListItem>> {
    const rows = await listQuery(this.database, filter, limit + 1, cursor).execute();
    return toPage(rows, limit, ({ seq }) => seq, toListItem);
  }

  /** The largest group first. */
  async summary(filter: Filter): Promise<Summary> {
    const rows = await this.database.kysely
      .selectFrom('dead_letters')
      .select((eb) => [
        'broker',
        'source',
        'type',
        'reason',
        'fingerprint',
        eb.fn.max('error_message').as('error'),
        sql<number>`count(*)::int`.as('count'),
        eb.fn.min('first_failed_at').as('oldest'),
        eb.fn.max('last_failed_at').as('newest'),
      ])
      .where(where(filter))
      .groupBy(['broker', 'source', 'type', 'reason', 'fingerprint'])
      .orderBy('count', 'desc')
      .orderBy('fingerprint')
      .limit(MAX_GROUPS + 1)
      .execute();
    const groups = rows.slice(0, MAX_GROUPS).map(({ oldest, newest, ...group }) => ({
      ...group,
      oldestFailureAt: oldest.toISOString(),
      newestFailureAt: newest.toISOString(),
    }));
    return { groups, more: rows.length > MAX_GROUPS };
  }

  /** By its id, or the beginning of it. @throws Problem 400 for the beginning of several */
  async find(given: string): Promise<DeadLetterRow | undefined> {
    const [id = given] = await wholeIds(this.database, [given]);
    return await this.database.kysely
      .selectFrom('dead_letters')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
  }
}
