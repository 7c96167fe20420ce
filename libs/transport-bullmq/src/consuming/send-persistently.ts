import { Logger } from '@nestjs/common';
import { pause } from './pause.js';

const FIRST_MS = 100;
const LONGEST_MS = 5_000;

const logger = new Logger('BullMqTransport');

/**
 * Sends until it is confirmed, with backoff. The job that it stands for stays ours meanwhile, and
 * occupies its place among the concurrent ones: a dead-letter queue that takes nothing slows its
 * consumer down rather than losing anything.
 * @param signal aborted when it is not worth a second try
 * @returns false where no try succeeded
 */
export async function sendPersistently(
  send: () => Promise<void>,
  queue: string,
  signal: AbortSignal,
): Promise<boolean> {
  for (let failures = 1; ; failures += 1) {
    try {
      await send();
      return true;
    } catch (error) {
      const delayMs = Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
      logger.error({ msg: `Can't write to ${queue}, next try in ${delayMs} ms`, error });
      await pause(delayMs, signal);
      if (signal.aborted) return false;
    }
  }
}
