import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { sql } from 'kysely';
import { Database } from '@app/database';
import { DeadLetterResolved } from '@app/events';
import type { AdminTables } from '../migrations/admin-tables.js';

/**
 * A consumer has handled a replay. Told again, or of what isn't on its way, it changes nothing, so
 * it needs no inbox.
 */
@Controller()
export class DeadLetterResolvedHandler {
  constructor(private readonly database: Database<AdminTables>) {}

  @EventPattern<string>(DeadLetterResolved.type)
  async handle(@Payload() { deadLetterId, replay }: DeadLetterResolved): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.kysely
        .updateTable('dead_letters')
        .set({ status: 'resolved', status_changed_at: sql`now()` })
        .where('id', '=', deadLetterId)
        // Where the next replay of it has not begun yet, it needs none any more.
        .where('status', 'in', ['replayed', 'replaying'])
        // Told again, it says nothing of a letter that has failed anew and waits for another replay.
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('replay_items')
              .select('letter_id')
              .where('letter_id', '=', deadLetterId)
              .where('number', '=', replay)
              .where('state', '=', 'sent'),
          ),
        )
        .execute();
      await this.database.kysely
        .updateTable('replay_items')
        .set({ state: 'resolved' })
        .where('letter_id', '=', deadLetterId)
        .where('number', '=', replay)
        .where('state', '=', 'sent')
        .execute();
    });
  }
}
