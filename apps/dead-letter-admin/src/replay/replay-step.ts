import { Injectable, Logger } from '@nestjs/common';
import { sql, type Selectable } from 'kysely';
import { Database } from '@app/database';
import { Outbox } from '@app/outbox';
import type { ReplayTables } from '../migrations/002-create-replays.js';
import type { AdminTables } from '../migrations/admin-tables.js';
import { endReplay, release } from './end-replay.js';
import { nextBatch, pauseMs, type Outcomes, type Pace } from './replay-pace.js';
import { routeOf } from './route-of.js';
import { toReplayMessage } from './to-replay-message.js';

type ReplayRow = Selectable<ReplayTables['replays']>;

/** After that long an outcome isn't waited for any more; it counts all the same when it comes. */
const OUTCOME_PATIENCE_MINUTES = 10;

/**
 * One transaction: some messages of one replay go to the outbox, and the ledger says so. If it
 * fails, none of that has happened; once it is committed, the outbox sends them.
 */
@Injectable()
export class ReplayStep {
  private readonly logger = new Logger(ReplayStep.name);

  constructor(
    private readonly database: Database<AdminTables>,
    private readonly outbox: Outbox,
  ) {}

  /** @returns false when there was nothing to do */
  async take(): Promise<boolean> {
    return await this.database.newTransaction(async () => {
      const replay = await this.nextReplay();
      if (!replay) return false;
      const allowed = nextBatch(paceOf(replay), await this.outcomes(replay));
      if (allowed === 'stop') {
        const failures = `${replay.stop_after_failures} of its messages failed again.`;
        await endReplay(this.database, replay.id, 'stopped', failures);
        this.logger.warn(`Replay ${replay.id} has stopped: ${failures}`);
        return true;
      }
      await this.send(replay, allowed);
      return true;
    });
  }

  /** The one that has waited longest, if no other process has it. */
  private async nextReplay(): Promise<ReplayRow | undefined> {
    return await this.database.kysely
      .selectFrom('replays')
      .selectAll()
      .where('status', '=', 'running')
      .where('next_at', '<=', sql<Date>`clock_timestamp()`)
      .orderBy('next_at')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
  }

  private async outcomes({ id, stop_after_failures: limit }: ReplayRow): Promise<Outcomes> {
    if (limit === null) return { failedAgain: 0, pending: 0 };
    return await this.database.kysely
      .selectFrom('replay_items')
      .select([
        sql<number>`(count(*) filter (where state = 'failed_again'))::int`.as('failedAgain'),
        sql<number>`(count(*) filter (where state = 'sent'
          and sent_at > now() - ${OUTCOME_PATIENCE_MINUTES} * interval '1 minute'))::int`.as(
          'pending',
        ),
      ])
      .where('replay_id', '=', id)
      .where('state', 'in', ['failed_again', 'sent'])
      .executeTakeFirstOrThrow();
  }

  private async send(replay: ReplayRow, allowed: number): Promise<void> {
    const letters = allowed === 0 ? [] : await this.nextLetters(replay.id, allowed);
    const sent: string[] = [];
    const unsent: string[] = [];
    for (const letter of letters) {
      const { id: of, number, status } = letter;
      const route = routeOf(letter);
      // An earlier replay of it may have had its outcome meanwhile.
      if (!route || status !== 'replaying') {
        unsent.push(of);
        continue;
      }
      const to = { of, number, ...(route.for !== undefined && { for: route.for }) };
      this.outbox.forward(route.destination, toReplayMessage(letter, to));
      sent.push(of);
    }
    await this.markSent(replay.id, sent);
    if (unsent.length > 0) await release(this.database.kysely, replay.id, unsent);
    if (allowed > 0 && letters.length < allowed) {
      await endReplay(this.database, replay.id, 'finished');
    } else {
      await this.wait(replay, letters.length);
    }
  }

  private async nextLetters(replayId: string, count: number) {
    return await this.database.kysely
      .selectFrom('replay_items as item')
      .innerJoin('dead_letters as letter', 'letter.id', 'item.letter_id')
      .select([
        'letter.id',
        'letter.status',
        'letter.broker',
        'letter.source',
        'letter.consumer',
        'letter.type',
        'letter.key',
        'letter.whole_key',
        'letter.body',
        'letter.headers',
        'item.number',
      ])
      .where('item.replay_id', '=', replayId)
      .where('item.state', '=', 'waiting')
      .orderBy('item.position')
      .limit(count)
      .forUpdate()
      .execute();
  }

  private async markSent(replayId: string, letterIds: readonly string[]): Promise<void> {
    if (letterIds.length === 0) return;
    await this.database.kysely
      .updateTable('replay_items')
      .set({ state: 'sent', sent_at: sql`now()` })
      .where('replay_id', '=', replayId)
      .where('letter_id', 'in', letterIds)
      .execute();
    await this.database.kysely
      .updateTable('dead_letters')
      .set({ status: 'replayed', status_changed_at: sql`now()` })
      .where('id', 'in', letterIds)
      .execute();
  }

  /** At the given rate, from when the last ones were due. */
  private async wait(replay: ReplayRow, sent: number): Promise<void> {
    await this.database.kysely
      .updateTable('replays')
      .set({
        next_at: sql`greatest(next_at, clock_timestamp() - interval '1 second')
          + ${pauseMs(paceOf(replay), sent)} * interval '1 millisecond'`,
      })
      .where('id', '=', replay.id)
      .execute();
  }
}

function paceOf(replay: ReplayRow): Pace {
  return {
    ratePerSecond: replay.rate_per_second,
    stopAfterFailures: replay.stop_after_failures,
  };
}
