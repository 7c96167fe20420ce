import { Logger } from '@nestjs/common';
import type { LedgerEntry } from '../ledger/ledger-entry.js';
import { isDataFault } from './data-fault.js';
import { minimalEntry } from './minimal-entry.js';

export type RecordAll = (entries: readonly LedgerEntry[]) => Promise<void>;

const logger = new Logger('DeadLetterCollector');

/**
 * Records entries in one transaction. Where the database refuses one of them, the batch is halved
 * until that one stands alone, which is then recorded by its bytes: it stops no other.
 * @throws whatever isn't the fault of an entry; some of them may be recorded by then
 */
export async function recordSafely(
  entries: readonly LedgerEntry[],
  record: RecordAll,
): Promise<void> {
  try {
    await record(entries);
  } catch (error) {
    if (!isDataFault(error)) throw error;
    const [only] = entries;
    if (entries.length === 1 && only) {
      logger.error({ msg: `Dead letter ${only.id} is kept by its bytes alone`, error });
      return await record([minimalEntry(only)]);
    }
    const middle = Math.ceil(entries.length / 2);
    await recordSafely(entries.slice(0, middle), record);
    await recordSafely(entries.slice(middle), record);
  }
}
