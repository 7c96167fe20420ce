import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/database';
import type { Actor } from '../access/roles.js';
import { Audit, describeActor } from '../audit/audit.js';
import { storableText } from '../collector/storable-text.js';
import type { Status } from '../ledger/dead-letters.table.js';
import type { AdminTables } from '../migrations/admin-tables.js';
import { checkIds, selected, withWholeIds } from '../selection/selected.js';
import { asGiven } from '../selection/selection.js';
import type { DiscardRequest } from './discard-request.js';

const DISCARDABLE: readonly Status[] = ['open'];

/** Gives dead letters up; they stay in the ledger until its retention ends. */
@Injectable()
export class Discards {
  constructor(
    private readonly database: Database<AdminTables>,
    private readonly audit: Audit,
  ) {}

  /** @returns how many it would be. @throws Problem 400, 404, 409 */
  async count(given: DiscardRequest): Promise<number> {
    const request = await withWholeIds(this.database, given);
    await checkIds(this.database, request, DISCARDABLE, 'discarded');
    const letters = selected(this.database, request, DISCARDABLE).select('id');
    const { count } = await this.database.kysely
      .selectFrom(letters.as('letter'))
      .select(sql<number>`count(*)::int`.as('count'))
      .executeTakeFirstOrThrow();
    return count;
  }

  /** @returns how many. @throws Problem 400, 404, 409 */
  async discard(given: DiscardRequest, actor: Actor): Promise<number> {
    const reason = storableText(given.reason);
    return await this.database.transaction(async () => {
      const request = await withWholeIds(this.database, given);
      await checkIds(this.database, request, DISCARDABLE, 'discarded');
      const letters = selected(this.database, request, DISCARDABLE).select('id').forUpdate();
      const { numUpdatedRows } = await this.database.kysely
        .updateTable('dead_letters')
        .set({
          status: 'discarded',
          status_changed_at: sql`now()`,
          note: `${describeActor(actor)}: ${reason}`,
        })
        .where('id', 'in', letters)
        .executeTakeFirstOrThrow();
      const discarded = Number(numUpdatedRows);
      await this.audit.note(actor, 'discard', { ...asGiven(request), reason }, { discarded });
      return discarded;
    });
  }
}
