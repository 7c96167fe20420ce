import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '@app/database';
import type { CloudEvent } from '@app/events';
import { LeaseStore } from '@app/idempotency';
import { InMemoryLeaseStore } from '../memory/in-memory-lease.store.js';
import { effectLine, type Effect } from './effect-difference.js';
import { findIn } from './find-in.js';
import { SchemaTables, type SchemaState } from './schema-rows.js';
import { SentMessages } from './sent-messages.js';

/** Effects that no table of the app shows. */
export interface OutsideEffects {
  /** What is there now: an array has one item for each effect. */
  read(): unknown | Promise<unknown>;
  /** Puts it back as it was before. */
  reset(): void | Promise<void>;
}

export interface WatchOptions {
  readonly outside?: OutsideEffects | undefined;
  /** Tables that count calls rather than effects. */
  readonly ignoredTables?: readonly string[] | undefined;
}

/** Sees what an event brings about in an app, and undoes it. */
export class EffectWatch {
  private constructor(
    private readonly tables: SchemaTables | undefined,
    private readonly before: SchemaState | undefined,
    private readonly sent: SentMessages,
    private readonly leases: InMemoryLeaseStore | undefined,
    private readonly eventText: string,
    private readonly options: WatchOptions,
  ) {}

  static async begin(
    app: INestApplicationContext,
    event: CloudEvent,
    options: WatchOptions,
  ): Promise<EffectWatch> {
    const database = findIn(app, Database);
    const tables = database && (await SchemaTables.of(database));
    const leases = findIn(app, LeaseStore);
    return new EffectWatch(
      tables,
      await tables?.state(),
      SentMessages.of(app, database, event.id),
      leases instanceof InMemoryLeaseStore ? leases : undefined,
      JSON.stringify(event),
      options,
    );
  }

  /** What is there now: rows, messages, and what is outside. */
  async effect(): Promise<Effect> {
    const rows = await this.tables?.business(new Set(this.options.ignoredTables));
    const lines = [...(rows ?? [])].flatMap(([table, content]) =>
      content.map((row) => this.line(`row of ${table}`, row)),
    );
    const messages = (await this.sent.list()).map((it) => this.line('message', it));
    const outside = await this.options.outside?.read();
    const things = Array.isArray(outside) ? outside : [outside].filter((it) => it !== undefined);
    return [...lines, ...messages, ...things.map((it) => this.line('outside', it))];
  }

  /** As if the event had never come. */
  async undo(): Promise<void> {
    if (this.before) await this.tables?.putBack(this.before);
    this.leases?.clear();
    this.sent.forget();
    await this.options.outside?.reset();
  }

  /** After a rollback: what is drawn next has the same numbers. */
  async rewind(): Promise<void> {
    if (this.before) await this.tables?.rewind(this.before.sequences);
  }

  /** Leaves the app as it was. */
  async end(): Promise<void> {
    await this.undo();
    this.sent.end();
  }

  private line(kind: string, content: unknown): string {
    return effectLine(kind, content, this.eventText);
  }
}
