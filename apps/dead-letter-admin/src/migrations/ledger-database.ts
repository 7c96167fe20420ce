import type { DynamicModule } from '@nestjs/common';
import { DatabaseModule } from '@app/database';
import { createDeadLetters } from './001-create-dead-letters.js';
import { createReplays } from './002-create-replays.js';
import { createAudit } from './003-create-audit.js';
import { addFailureTimes } from './004-add-failure-times.js';
import { findCauses } from './005-find-causes.js';
import { findOpenCauses } from './006-find-open-causes.js';
import { keepWhatWas } from './007-keep-what-was.js';

/** The schema of this app. */
export function ledgerDatabase(): DynamicModule {
  return DatabaseModule.forRoot({
    schema: 'dead_letters',
    migrations: {
      '001-create-dead-letters': createDeadLetters,
      '002-create-replays': createReplays,
      '003-create-audit': createAudit,
      '004-add-failure-times': addFailureTimes,
      '005-find-causes': findCauses,
      '006-find-open-causes': findOpenCauses,
      '007-keep-what-was': keepWhatWas,
    },
  });
}
