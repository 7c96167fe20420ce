import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import { OutboxDeadLetterNotFoundError } from '../outbox.errors.js';
import { OutboxRelay } from '../relay/outbox-relay.js';
import { toDeadLetter } from './outbox-dead-letter.js';
import type { DeadLetterRow, Decision, OutboxDeadLetter } from './outbox-dead-letter.js';

const PAGE_SIZE = 100;

/**
 * What this app could not publish. Each dead letter holds back the later events of its destination
 * and key until somebody decides on it; the decision stays on record.
 */
@Injectable()
export class OutboxDeadLetters {
  constructor(
    private readonly database: Database,
    @Inject(OutboxRelay) private readonly relay: Pick<OutboxRelay, 'wake'>,
  ) {}

  /**
   * Those that wait for a decision, oldest first, a page at a time.
   * @param after the id of the last one of the page before
   */
  async list(after = '0', limit = PAGE_SIZE): Promise<OutboxDeadLetter[]> {
    const { rows } = await this.database.query<DeadLetterRow>({
      text: `select id, broker, destination, key, event_id, type, body, created_at, reason, detail,
          failures, set_aside_at
        from ${this.table} where decision is null and id > $1 order by id limit $2`,
      values: [after, limit],
    });
    return rows.map(toDeadLetter);
  }

  /**
   * Publishes it after all, before the later events of its key.
   * @throws OutboxDeadLetterNotFoundError when it doesn't wait for a decision
   */
  async retry(id: string, decision: Decision): Promise<void> {
    await this.decide(id, 'retried', decision, async () => {
      // By its old number it comes before all that waits behind it.
      await this.database.query({
        text: `insert into ${this.database.table('outbox')}
            (id, broker, destination, key, event_id, type, body, headers, created_at)
          overriding system value
          select outbox_id, broker, destination, key, event_id, type, body, headers, created_at
          from ${this.table} where id = $1`,
        values: [id],
      });
    });
  }

  /**
   * Gives it up; the later events of its key go on without it.
   * @throws OutboxDeadLetterNotFoundError when it doesn't wait for a decision
   */
  async discard(id: string, decision: Decision): Promise<void> {
    await this.decide(id, 'discarded', decision, () => Promise.resolve());
  }

  private async decide(
    id: string,
    what: 'retried' | 'discarded',
    { by, because }: Decision,
    work: () => Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async () => {
      const { rows } = await this.database.query<{ broker: string; name: string; key: string }>({
        text: `update ${this.table} set decision = $2, decided_at = clock_timestamp(),
            decided_by = $3, decided_because = $4
          where id = $1 and decision is null returning broker, destination as name, key`,
        values: [id, what, by, because],
      });
      const [destination] = rows;
      if (!destination) throw new OutboxDeadLetterNotFoundError(id);
      await work();
      await this.database.query({
        text: `delete from ${this.database.table('outbox_hold')}
          where broker = $1 and destination = $2 and key = $3`,
        values: [destination.broker, destination.name, destination.key],
      });
      const { broker, name } = destination;
      this.database.currentTransaction().afterCommit(() => this.relay.wake([{ broker, name }]));
    });
  }

  private get table(): string {
    return this.database.table('outbox_dead_letters');
  }
}
