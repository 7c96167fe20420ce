import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LeaseStore } from '@app/idempotency';
import { checkLeaseModel } from './lease-store.model.js';
import { aLease, by } from './leases.js';

/**
 * Sequences of steps that are tried against the model: `LEASE_MODEL_RUNS=10000 npm run test:contract
 * -- test/contract/redis.leases`.
 */
const MODEL_RUNS = Number(
  process.env['LEASE_MODEL_RUNS'] ?? (process.env['TEST_SIZE'] === 'full' ? 2_000 : 200),
);

export const LEASE_MS = 60_000;
export const RETENTION_MS = 3_600_000;

/** One place where leases are kept, and its time. */
export interface LeaseStoreHarness {
  /** As two processes have them. */
  readonly stores: readonly [LeaseStore, LeaseStore];
  /** Beside them, one whose leases outlast any stall of the machine. */
  readonly lasting: LeaseStore;
  /** Resolves when `ms` milliseconds of the store's time have passed. */
  elapse(ms: number): Promise<void>;
  /** Lets everything that is kept run out at once. */
  runOut(): Promise<void>;
  close(): Promise<void>;
}

/** What every store of leases does, whatever it keeps them in. */
export function describeLeaseStore(name: string, start: () => Promise<LeaseStoreHarness>): void {
  describe(`leases in ${name}`, () => {
    let harness: LeaseStoreHarness;
    let [one, other]: LeaseStore[] = [];

    beforeAll(async () => {
      harness = await start();
      [one, other] = harness.stores;
    });
    afterAll(() => harness.close());

    it('are had by one of many who claim at once', async () => {
      const lease = aLease();
      const claims = Array.from({ length: 50 }, (_, i) => (i % 2 ? one! : other!).claim(by(lease)));

      const answers = (await Promise.all(claims)).map(({ state }) => state);

      expect(answers.filter((state) => state === 'claimed')).toHaveLength(1);
      expect(answers.filter((state) => state === 'in-progress')).toHaveLength(49);
    });

    it('are one for each consumer and key', async () => {
      const lease = aLease();
      await one!.claim(lease);

      for (const apart of [{ consumer: 'another' }, { key: `${lease.key}.` }]) {
        expect(await one!.claim({ ...by(lease), ...apart })).toEqual({ state: 'claimed' });
      }
    });

    it('remember what was completed, and what was in it', async () => {
      const lease = aLease();
      await one!.claim(lease);

      expect(await one!.complete(lease)).toBe(true);

      const { payloadHash } = lease;
      expect(await other!.claim(by(lease))).toEqual({ state: 'completed', payloadHash });
    });

    it('are as good as completed when the answer to that was lost and it is said again', async () => {
      const lease = aLease();
      await one!.claim(lease);
      await one!.complete(lease);

      expect(await one!.complete(lease)).toBe(true);
      expect(await other!.complete(by(lease))).toBe(false);
    });

    it('neither run out nor come free once completed', async () => {
      const lease = aLease();
      await one!.claim(lease);
      await one!.complete(lease);

      expect(await one!.renew(lease)).toBe(false);
      expect(await one!.release(lease)).toBe(false);
      await harness.elapse(LEASE_MS);
      expect(await other!.claim(by(lease))).toMatchObject({ state: 'completed' });
    });

    it('are forgotten after the retention', async () => {
      const lease = aLease();
      await one!.claim(lease);
      await one!.complete(lease);

      await harness.elapse(RETENTION_MS + 1);

      expect(await other!.claim(by(lease))).toEqual({ state: 'claimed' });
    });

    it('are free at once when released', async () => {
      const lease = aLease();
      await one!.claim(lease);

      expect(await one!.release(lease)).toBe(true);

      expect(await other!.claim(by(lease))).toEqual({ state: 'claimed' });
    });

    it('of a crashed owner are free after the lease, not before', async () => {
      const lease = aLease();
      await one!.claim(lease);
      expect(await other!.claim(by(lease))).toEqual({ state: 'in-progress' });

      await harness.elapse(LEASE_MS + 1);

      expect(await other!.claim(by(lease))).toEqual({ state: 'claimed' });
    });

    it('last longer when renewed', async () => {
      const lease = aLease();
      await one!.claim(lease);
      await harness.elapse(LEASE_MS / 2);

      expect(await one!.renew(lease)).toBe(true);
      await harness.elapse(LEASE_MS / 2 + 1);

      expect(await other!.claim(by(lease))).toEqual({ state: 'in-progress' });
    });

    it('that ran out belong to nobody, the former owner included', async () => {
      const lease = aLease();
      await one!.claim(lease);
      await harness.elapse(LEASE_MS + 1);

      expect(await one!.renew(lease)).toBe(false);
      expect(await one!.release(lease)).toBe(false);
      expect(await other!.claim(by(lease))).toEqual({ state: 'claimed' });
    });

    it('that ran out and that nobody took are completed all the same: the effect is there', async () => {
      const lease = aLease();
      await one!.claim(lease);
      await harness.elapse(LEASE_MS + 1);

      expect(await one!.complete(lease)).toBe(true);

      const { payloadHash } = lease;
      expect(await other!.claim(by(lease))).toEqual({ state: 'completed', payloadHash });
      await harness.elapse(RETENTION_MS / 2);
      expect(await other!.claim(by(lease))).toMatchObject({ state: 'completed' });
    });

    it('that somebody took over are his: a zombie changes nothing', async () => {
      const lease = aLease();
      await one!.claim(lease);
      await harness.elapse(LEASE_MS + 1);
      const successor = by(lease);
      await other!.claim(successor);

      expect(await one!.renew(lease)).toBe(false);
      expect(await one!.complete(lease)).toBe(false);
      expect(await one!.release(lease)).toBe(false);

      expect(await one!.claim(by(lease))).toEqual({ state: 'in-progress' });
      expect(await other!.complete(successor)).toBe(true);
    });

    it('answer as the model does, whatever their owners do', async () => {
      const checking = checkLeaseModel(harness.lasting, () => harness.runOut(), MODEL_RUNS);

      await expect(checking).resolves.toBeUndefined();
    }, 300_000);
  });
}
