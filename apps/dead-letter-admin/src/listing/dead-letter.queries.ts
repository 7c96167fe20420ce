import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/database';
import type { DeadLetterRow } from '../ledger/dead-letters.table.js';
import type { AdminTables } from '../migrations/admin-tables.js';
import { readCursor, writeCursor } from './cursor.js';
import type { Filter } from './filter.js';
import { toListItem, type ListItem } from './view.js';
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

export interface Page {
  readonly items: ListItem[];
  /** Undefined on the last page. */
  readonly nextCursor?: string;
}

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

const MAX_GROUPS = 500;

/** Reads the ledger. */
@Injectable()
export class DeadLetterQueries {
  constructor(private readonly database: Database<AdminTables>) {}

  /** The newest first. @throws Problem 400 for a cursor that isn't one */
  async list(filter: Filter, limit: number, cursor?: string): Promise<Page> {
    let query = this.database.kysely
      .selectFrom('dead_letters')
      .select([...LISTED, sql<number>`length(body)`.as('body_bytes')])
      .where(where(filter))
      .orderBy('seq', 'desc')
      .limit(limit + 1);
    if (cursor !== undefined) query = query.where('seq', '<', readCursor(cursor));
    const rows = await query.execute();
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(toListItem),
      ...(rows.length > limit && last && { nextCursor: writeCursor(last.seq) }),
    };
  }

  /** The largest group first. */
  async summary(filter: Filter): Promise<SummaryGroup[]> {
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
      .limit(MAX_GROUPS)
      .execute();
    return rows.map(({ oldest, newest, ...group }) => ({
      ...group,
      oldestFailureAt: oldest.toISOString(),
      newestFailureAt: newest.toISOString(),
    }));
  }

  async find(id: string): Promise<DeadLetterRow | undefined> {
    return await this.database.kysely
      .selectFrom('dead_letters')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
  }
}
