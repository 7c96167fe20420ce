import type { AppDefinition } from '@app/messaging';
import { deadLetterChannels, deadLetterOutcomes } from '@app/topology';
import { adminSettings } from './admin.settings.js';
import { AppModule } from './app.module.js';
import { DeadLetterCollector } from './collector/dead-letter.collector.js';

/** As many wait for one transaction. */
const CONCURRENCY = 100;

/** Collects what the other apps could not handle, shows it, and replays it when it is told to. */
export const deadLetterAdmin: AppDefinition = {
  name: 'dead-letter-admin',
  module: AppModule,
  consumes: [
    ...deadLetterChannels.map(({ channel }) => ({
      channel,
      raw: DeadLetterCollector,
      concurrency: CONCURRENCY,
    })),
    { channel: deadLetterOutcomes },
  ],
  // What it sends are replays, to wherever messages failed.
  publishes: [],
  http: { defaultPort: 3001, bodyLimitBytes: 1024 * 1024 },
  healthPort: 9106,
  settings: [adminSettings],
  // It can be asked, and catches up, whichever brokers are away.
  readyWith: ['database'],
};
