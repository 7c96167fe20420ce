import type { LedgerTables } from './001-create-dead-letters.js';
import type { ReplayTables } from './002-create-replays.js';
import type { AuditTables } from './003-create-audit.js';

/** The whole schema of this app. */
export type AdminTables = LedgerTables & ReplayTables & AuditTables;
