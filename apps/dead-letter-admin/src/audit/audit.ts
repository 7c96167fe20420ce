import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { Actor } from '../access/roles.js';
import { readCursor } from '../listing/cursor.js';
import { toPage, type Page } from '../listing/page.js';
import type { AuditTables } from '../migrations/003-create-audit.js';

type Action = AuditTables['audit']['action'];

export interface AuditRecord {
  readonly id: string;
  readonly at: Date;
  readonly by: string;
  readonly action: Action;
  readonly selection: object;
  readonly result: object;
}

/** Who did what, when, to which dead letters, and with what result. */
@Injectable()
export class Audit {
  constructor(private readonly database: Database<AuditTables>) {}

  /** In the transaction of what was done. */
  async note(actor: Actor, action: Action, selection: object, result: object): Promise<void> {
    await this.database.kysely
      .insertInto('audit')
      .values({
        by: describeActor(actor),
        action,
        selection: JSON.stringify(selection),
        result: JSON.stringify(result),
      })
      .execute();
  }

  /** The latest first. @throws Problem 400 for a cursor that isn't one */
  async list(limit: number, cursor?: string): Promise<Page<AuditRecord>> {
    const latest = this.database.kysely
      .selectFrom('audit')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(limit + 1);
    const rows = cursor === undefined ? latest : latest.where('id', '<', readCursor(cursor));
    return toPage(
      await rows.execute(),
      limit,
      ({ id }) => id,
      (row) => row,
    );
  }
}

export function describeActor({ role, name }: Actor): string {
  return name === undefined ? role : `${role} ${name}`;
}
