import type { LoggerService } from '@nestjs/common';
import type { Destination } from '@app/messaging';
import type { FailedRow } from './publish-rows.js';
import type { SettledRows } from './settle-rows.js';

/**
 * Rows that are held for the same reason share a line at each try: a broker that is full refuses
 * every key. A row that is set aside is told of once, by itself.
 */
export function logFailures(
  logger: LoggerService,
  destination: Destination,
  { held, setAside }: Pick<SettledRows, 'held' | 'setAside'>,
): void {
  const told = new Set<string>();
  for (const row of held) {
    const reason = row.error.message;
    if (told.has(reason)) continue;
    told.add(reason);
    const others = held.filter((it) => it.error.message === reason).length - 1;
    const msg = `Not published; its key waits ${row.delayMs} ms`;
    const andOthers = others > 0 ? `, and ${others} more for the same reason` : '';
    logger.warn({ ...fieldsOf(destination, row), msg: msg + andOthers });
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
