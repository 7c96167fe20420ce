import type { LoggerService } from '@nestjs/common';
import type { Destination } from '@app/messaging';
import type { FailedRow } from './publish-rows.js';
import type { SettledRows } from './settle-rows.js';

/** A held row is told of at each try; one that is set aside, once. */
export function logFailures(
  logger: LoggerService,
  destination: Destination,
  { held, setAside }: SettledRows,
): void {
  for (const row of held) {
    const msg = `Not published; its key waits ${row.delayMs} ms`;
    logger.warn({ ...fieldsOf(destination, row), msg });
  }
  for (const row of setAside) {
    const msg =
      'This can not be published and was set aside in outbox_dead_letters. Later events of its key ' +
      'wait for it. Remove the cause and retry it, or discard it (OutboxDeadLetters).';
    logger.error?.({ ...fieldsOf(destination, row), msg });
  }
}

function fieldsOf(destination: Destination, { row, failures, error }: FailedRow) {
  const { key, eventId, type } = row;
  return { destination, key, eventId, type, failures, error };
}
