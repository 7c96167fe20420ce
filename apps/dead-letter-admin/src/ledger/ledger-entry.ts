import type { Insertable } from 'kysely';
import type { DeadLettersTable } from './dead-letters.table.js';

/** A dead letter as it is collected, fit for the database: no text of it can be refused. */
export type LedgerEntry = Insertable<DeadLettersTable>;
