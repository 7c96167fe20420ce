import type { Provider } from '@nestjs/common';
import { Database, DatabaseClose, RetentionPurge, type Retained } from '@app/database';
import { inboxSettings } from '@app/idempotency';
import { ENVIRONMENT, readSettings, type Environment } from '@app/messaging';

/** Ends of orders that never began here, such as one whose `order.placed` was discarded. */
export const lonelyEnds = { table: 'open_orders', where: 'placed_at is null' };

/**
 * As long as the inbox remembers a fact, the topic may still bring the one that it waits for.
 * Afterwards it would wait for ever.
 */
export const lonelyEndsPurge: Provider = {
  provide: RetentionPurge,
  inject: [Database, DatabaseClose, ENVIRONMENT],
  useFactory: (database: Database, close: DatabaseClose, environment: Environment) => {
    const { INBOX_RETENTION_HOURS: hours } = readSettings(inboxSettings, environment);
    const retained: Retained = { ...lonelyEnds, hours };
    return new RetentionPurge(database, retained, close);
  },
};
