import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/database';
import { Problem } from '@app/http';
import type { Actor } from '../access/roles.js';
import { AdminSettingsPort } from '../admin-settings.port.js';
import { Audit, describeActor } from '../audit/audit.js';
import type { AdminTables } from '../migrations/admin-tables.js';
import { endReplay } from './end-replay.js';
import { planReplay, sendable, type ReplayPlan } from './replay-plan.js';
import { replayable, type ReplayRequest } from './replay-request.js';
import { ReplayRunner } from './replay-runner.js';
import { readReplayView, type ReplayView } from './replay.view.js';
import { checkIds, withWholeIds } from '../selection/selected.js';
import { asGiven } from '../selection/selection.js';

/** A replay that has just begun, and what it left as it was. */
export type StartedReplay = ReplayView & Pick<ReplayPlan, 'skipped'>;

/** What is asked of replays. The runner does the sending. */
@Injectable()
export class Replays {
  constructor(
    private readonly database: Database<AdminTables>,
    private readonly settings: AdminSettingsPort,
    private readonly audit: Audit,
    private readonly runner: ReplayRunner,
  ) {}

  /** @throws Problem 400, 404, 409 */
  async plan(given: ReplayRequest): Promise<ReplayPlan> {
    const request = await withWholeIds(this.database, given);
    await checkIds(this.database, request, replayable(request.force), 'replayed');
    return await planReplay(this.database, request, this.settings.values.REPLAY_MAX_GENERATIONS);
  }

  /**
   * Takes the dead letters into a new replay. From then on no other can. Of ids it takes all or none;
   * of a filter, what can be replayed.
   * @throws Problem 400, 404, 409
   */
  async create(given: ReplayRequest, actor: Actor): Promise<StartedReplay> {
    const { ratePerSecond, stopAfterFailures } = given;
    const started = await this.database.transaction(async () => {
      const request = await withWholeIds(this.database, given);
      const { destinations, skipped } = await this.plan(request);
      const selection = asGiven(request);
      const { id } = await this.database.kysely
        .insertInto('replays')
        .values({
          created_by: describeActor(actor),
          selection: JSON.stringify(selection),
          rate_per_second: ratePerSecond ?? null,
          stop_after_failures: stopAfterFailures ?? null,
          total: 0,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const total = await this.take(id, request, skipped);
      await this.audit.note(actor, 'replay', selection, {
        replayId: id,
        total,
        destinations,
        skipped,
      });
      return { ...(await this.show(id)), skipped };
    });
    this.runner.wake();
    return started;
  }

  /** @throws Problem 404 */
  async show(id: string): Promise<ReplayView> {
    return (await readReplayView(this.database, known(id))) ?? notFound(id);
  }

  /** What was not sent yet is open again. @throws Problem 404 */
  async cancel(id: string, actor: Actor): Promise<ReplayView> {
    return await this.database.transaction(async () => {
      const running = await this.database.kysely
        .selectFrom('replays')
        .select('id')
        .where('id', '=', known(id))
        .where('status', '=', 'running')
        .forUpdate()
        .executeTakeFirst();
      if (running) {
        const because = `Cancelled by ${describeActor(actor)}.`;
        await endReplay(this.database, id, 'cancelled', because);
        await this.audit.note(actor, 'replay.cancel', { replayId: id }, {});
      }
      return await this.show(id);
    });
  }

  /** @returns how many */
  private async take(
    replayId: string,
    request: ReplayRequest,
    skipped: ReplayPlan['skipped'],
  ): Promise<number> {
    const { REPLAY_MAX_GENERATIONS: maxGenerations } = this.settings.values;
    const free = sendable(this.database, request, skipped, maxGenerations)
      .select(['id', 'generation', 'status'])
      .forUpdate();
    // Who names ids means each of them; of a filter, what somebody else has just now isn't open.
    const letters = request.ids ? free : free.skipLocked();
    const { numInsertedOrUpdatedRows: taken } = await this.database.kysely
      .with('letter', () => letters)
      .insertInto('replay_items')
      .columns(['replay_id', 'letter_id', 'status_before', 'number'])
      .expression((eb) =>
        eb.selectFrom('letter').select(({ ref, selectFrom }) => [
          sql<string>`${replayId}::bigint`.as('replay_id'),
          ref('letter.id').as('letter_id'),
          ref('letter.status').as('status_before'),
          // A second replay of the same dead letter is another message to a broker.
          sql<number>`greatest(${ref('letter.generation')}, coalesce(${selectFrom(
            'replay_items as earlier',
          )
            .select((it) => it.fn.max('earlier.number').as('number'))
            .whereRef('earlier.letter_id', '=', ref('letter.id'))}, 0)) + 1`.as('number'),
        ]),
      )
      .executeTakeFirstOrThrow();
    const total = Number(taken ?? 0);
    if (request.ids && total < new Set(request.ids).size) {
      throw new Problem(409, 'WRONG_STATUS', 'Somebody else has just taken some of them.');
    }
    await this.database.kysely
      .updateTable('dead_letters')
      .set({ status: 'replaying', status_changed_at: sql`now()`, replay_id: replayId })
      .where('id', 'in', (eb) =>
        eb.selectFrom('replay_items').select('letter_id').where('replay_id', '=', replayId),
      )
      .execute();
    await this.database.kysely
      .updateTable('replays')
      .set({ total })
      .where('id', '=', replayId)
      .execute();
    return total;
  }
}

/** An id that can't be one is the id of no replay. */
function known(id: string): string {
  return /^[0-9]{1,18}$/.test(id) ? id : notFound(id);
}

function notFound(id: string): never {
  throw new Problem(404, 'REPLAY_NOT_FOUND', `There is no replay ${id.slice(0, 50)}.`);
}
