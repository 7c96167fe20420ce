import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { Actor } from '../access/roles.js';
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

const PAGE_SIZE = 100;

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

  /** The latest first. */
  async list(limit = PAGE_SIZE): Promise<AuditRecord[]> {
    return await this.database.kysely
      .selectFrom('audit')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }
}

export function describeActor({ role, name }: Actor): string {
  return name === undefined ? role : `${role} ${name}`;
}
