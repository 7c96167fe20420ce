import { Logger } from '@nestjs/common';
import { persist, type Clock } from '@app/messaging';

const BACKOFF = { firstMs: 100, longestMs: 5_000 };

const logger = new Logger('BullMqTransport');

/**
 * Sends until it is confirmed, with backoff. The job that it stands for stays ours meanwhile, and
 * occupies its place among the concurrent ones: a dead-letter queue that takes nothing slows its
 * consumer down rather than losing anything.
 * @param signals one of them aborted: it is not worth a second try
 * @returns false where no try succeeded
 */
export async function sendPersistently(
  send: () => Promise<void>,
  queue: string,
  clock: Clock,
  signals: readonly AbortSignal[],
): Promise<boolean> {
  return await persist(send, {
    backoff: BACKOFF,
    clock,
    signals,
    onFailure: (error, delayMs) => {
      logger.error({ msg: `Can't write to ${queue}, next try in ${delayMs} ms`, error });
    },
  });
}
