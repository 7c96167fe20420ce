import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/database';
import type { AdminTables } from '../migrations/admin-tables.js';
import type { Status } from './dead-letters.table.js';
import type { LedgerEntry } from './ledger-entry.js';
import { mergeCopies } from './merge-copies.js';

/** What a newer attempt says, which an older one never overwrites. */
const OF_LAST_ATTEMPT = [
  'is_explained',
  'coordinates',
  'reason',
  'error_name',
  'error_code',
  'error_message',
  'error_stack',
  'fingerprint',
  'attempts',
  'failed_at',
  'app_version',
  'headers',
  'dropped_headers',
  'search_text',
] as const;

/** Every message that this system could not handle, once each. */
@Injectable()
export class Ledger {
  constructor(private readonly database: Database<AdminTables>) {}

  /**
   * Records dead letters, in one transaction: new ones are open, known ones are counted. A message
   * that fails anew after it was settled is open again. Several collectors may record the same.
   */
  async record(entries: readonly LedgerEntry[]): Promise<void> {
    const counted = mergeCopies(entries);
    await this.database.transaction(async () => {
      await this.upsert(counted.map(({ entry, copies }) => ({ ...entry, copies })));
      await this.linkToAncestors(counted.map(({ entry }) => entry));
    });
  }

  private async upsert(rows: readonly LedgerEntry[]): Promise<void> {
    const newer = sql<boolean>`excluded.last_failed_at > dead_letters.last_failed_at`;
    const reopened = sql<boolean>`dead_letters.status in ('resolved', 'failed_again', 'discarded') and excluded.last_failed_at > dead_letters.status_changed_at`;
    await this.database.kysely
      .insertInto('dead_letters')
      .values([...rows])
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({
          copies: sql`dead_letters.copies + excluded.copies`,
          first_failed_at: sql`least(dead_letters.first_failed_at, excluded.first_failed_at)`,
          last_failed_at: sql`greatest(dead_letters.last_failed_at, excluded.last_failed_at)`,
          status: sql<Status>`case when ${reopened} then 'open' else dead_letters.status end`,
          status_changed_at: sql`case when ${reopened} then now() else dead_letters.status_changed_at end`,
          ...Object.fromEntries(
            OF_LAST_ATTEMPT.map((column) => [
              column,
              sql`case when ${newer} then excluded.${sql.ref(column)} else dead_letters.${sql.ref(column)} end`,
            ]),
          ),
        }),
      )
      .execute();
  }

  /** A replay that failed: its dead letter is another one now. */
  private async linkToAncestors(entries: readonly LedgerEntry[]): Promise<void> {
    const failed = entries.filter((it) => typeof it.ancestor_id === 'string');
    if (failed.length === 0) return;
    const replays = sql`unnest(${failed.map((it) => it.ancestor_id)}::text[],
      ${failed.map((it) => it.generation ?? 0)}::int[], ${failed.map((it) => it.id)}::text[])
      as failed(ancestor, number, successor)`;
    await sql`
      update ${this.table('dead_letters')} as letter
      set status = 'failed_again', status_changed_at = now(), successor_id = failed.successor
      from ${replays}
      where letter.id = failed.ancestor and letter.status in ('replayed', 'replaying')`.execute(
      this.database.kysely,
    );
    await sql`
      update ${this.table('replay_items')} as item set state = 'failed_again'
      from ${replays}
      where item.letter_id = failed.ancestor and item.number = failed.number
        and item.state = 'sent'`.execute(this.database.kysely);
  }

  private table(name: string) {
    return sql.id(this.database.schema, name);
  }
}
