import { StartLedger, type StartedMessage } from '@app/messaging';
import type { Database, DatabaseClose } from '@app/database';

/**
 * Starts without an outcome, in a table beside the inbox. Errors of a server that can't be reached
 * are `HandBackError`s: what can't be written down doesn't start.
 */
export class PostgresStartLedger extends StartLedger {
  private readonly ending = new Set<Promise<unknown>>();

  constructor(
    private readonly database: Database,
    close: DatabaseClose,
  ) {
    super();
    // An app that gives up its handlers writes that down last of all.
    close.before(async () => {
      await Promise.allSettled(this.ending);
    });
  }

  async unfinished(message: StartedMessage, process: string): Promise<number> {
    const { rows } = await this.query<{ unfinished: number }>({
      name: 'starts_unfinished',
      text: `select cardinality(array_remove(processes, $4)) as unfinished from ${this.table}
        where consumer = $1 and event_source = $2 and event_id = $3`,
      values: [...valuesOf(message), process],
    });
    return rows[0]?.unfinished ?? 0;
  }

  async begin(message: StartedMessage, process: string): Promise<void> {
    await this.query({
      name: 'starts_begin',
      text: `insert into ${this.table} as s (consumer, event_source, event_id, processes)
        values ($1, $2, $3, array[$4])
        on conflict (consumer, event_source, event_id)
        do update set created_at = now(), processes = array_append(array_remove(s.processes, $4), $4)`,
      values: [...valuesOf(message), process],
    });
  }

  async end(messages: readonly StartedMessage[]): Promise<void> {
    const ended = this.query({
      name: 'starts_end',
      text: `delete from ${this.table} where (consumer, event_source, event_id) in
        (select * from unnest($1::text[], $2::text[], $3::text[]))`,
      values: [
        messages.map((it) => it.consumer),
        messages.map((it) => it.eventSource),
        messages.map((it) => it.eventId),
      ],
    });
    this.ending.add(ended);
    try {
      await ended;
    } finally {
      this.ending.delete(ended);
    }
  }

  private get table(): string {
    return this.database.table('starts');
  }

  /** Never part of a handler's transaction: with that, it would go when it is rolled back. */
  private query: Database['query'] = (statement) =>
    this.database.outside(() => this.database.query(statement));
}

function valuesOf({ consumer, eventSource, eventId }: StartedMessage): string[] {
  return [consumer, eventSource, eventId];
}
