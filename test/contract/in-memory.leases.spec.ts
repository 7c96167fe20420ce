import { InMemoryLeaseStore, ManualClock } from '@app/testing';
import { describeLeaseStore, LEASE_MS, RETENTION_MS } from './lease-store.behaviours.js';

describeLeaseStore('memory', async () => {
  const clock = new ManualClock();
  const store = new InMemoryLeaseStore(clock, { leaseMs: LEASE_MS, retentionMs: RETENTION_MS });
  return {
    stores: [store, store],
    lasting: store,
    elapse: async (ms) => clock.advance(ms),
    runOut: async () => clock.advance(RETENTION_MS + 1),
    close: async () => undefined,
  };
});
