import type { Database } from '@app/database';
import { DeadLetterResolved } from '@app/events';
import type { EventRoutes, ReportReplay } from '@app/messaging';
import type { Outbox } from './outbox.js';

/**
 * Reports handled replays by an event, which can't be lost once it is committed. An app that
 * doesn't name the event in its 'publishes' reports nothing.
 */
export function replayReport(
  database: Database,
  outbox: Outbox,
  routes: EventRoutes,
): ReportReplay | undefined {
  if (routes.find(DeadLetterResolved.type).length === 0) return undefined;
  return (replay, { source: { consumer } }) =>
    database.transaction(async () => {
      outbox.add(DeadLetterResolved, { deadLetterId: replay.of, replay: replay.number, consumer });
    });
}
