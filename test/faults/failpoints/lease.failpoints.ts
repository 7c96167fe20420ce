import type { Failpoint } from './failpoint.js';

const leases = {
  module: 'libs/idempotency/src/redis/redis-lease.store.js',
  className: 'RedisLeaseStore',
};

/** Around a mail, whose mark is not committed with it. */
export const leaseFailpoints: readonly Failpoint[] = [
  {
    name: 'before-lease',
    when: 'with a mail wanted and its lease not claimed',
    apps: ['task-worker'],
    ...leases,
    method: 'claim',
    side: 'before',
  },
  {
    name: 'after-lease',
    when: 'with the lease of a mail claimed and nothing sent',
    apps: ['task-worker'],
    ...leases,
    method: 'claim',
    side: 'after',
  },
  {
    name: 'before-lease-completion',
    when: 'with a mail sent and not noted (the one that may come twice)',
    apps: ['task-worker'],
    ...leases,
    method: 'complete',
    side: 'before',
  },
  {
    name: 'after-lease-completion',
    when: 'with a mail sent and noted, and its job not completed',
    apps: ['task-worker'],
    ...leases,
    method: 'complete',
    side: 'after',
  },
];
