import { InMemoryLeaseStore, ManualClock } from '@app/testing';
import { describeLeaseStore, LEASE_MS, RETENTION_MS } from './lease-store.behaviours.js';

describeLeaseStore('memory', async () => {
  const clock = new ManualClock();
  const store = new InMemoryLeaseStore(clock, { leaseMs: LEASE_MS, retentionMs: RETENTION_MS });
  return {
    stores: [store, store],
    elapse: async (ms) => clock.advance(ms),
    close: async () => undefined,
  };
});
