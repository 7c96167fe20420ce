import type { Failpoint } from './failpoint.js';
import { publishers } from './publishing.failpoints.js';

const ledger = {
  module: 'apps/dead-letter-admin/src/ledger/ledger.js',
  className: 'Ledger',
  method: 'record',
};

/** Where dead letters are recorded and sent again. */
export const ledgerFailpoints: readonly Failpoint[] = [
  {
    name: 'before-record',
    when: 'with dead letters read and not in the ledger',
    apps: ['dead-letter-admin'],
    ...ledger,
    side: 'before',
    needsPoison: 'rabbitmq-worker',
  },
  {
    name: 'after-record',
    when: 'with dead letters in the ledger and not acknowledged',
    apps: ['dead-letter-admin'],
    ...ledger,
    side: 'after',
    needsPoison: 'sqs-poller',
  },
  {
    name: 'after-replay-step',
    when: 'with messages of a replay in its outbox, committed',
    apps: ['dead-letter-admin'],
    module: 'apps/dead-letter-admin/src/replay/replay-step.js',
    className: 'ReplayStep',
    method: 'take',
    side: 'after',
    counts: (_, hasSent) => hasSent === true,
    needsReplay: true,
  },
  {
    name: 'before-replay-publish',
    when: 'with replayed messages claimed and not published',
    apps: ['dead-letter-admin'],
    ...publishers,
    method: 'publish',
    side: 'before',
    needsReplay: true,
  },
  {
    name: 'after-replay-publish',
    when: 'between the publish of a replayed message and the removal of its row',
    apps: ['dead-letter-admin'],
    ...publishers,
    method: 'publish',
    side: 'after',
    needsReplay: true,
  },
];
