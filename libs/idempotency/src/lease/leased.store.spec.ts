import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { HandBackError, IdempotencyMismatchError } from '@app/messaging';
import { InMemoryLeaseStore, ManualClock, until } from '@app/testing';
import type { IdempotencyClaim } from '../idempotency.store.js';
import { LeaseLostError, LeaseStoreUnavailableError } from './lease.errors.js';
import { LeasedStore } from './leased.store.js';

const LEASE_MS = 60_000;

/** Of the process. */
let clock: ManualClock;
/** Of the store. */
let storeClock: ManualClock;
let leases: InMemoryLeaseStore;
let store: LeasedStore;
let effects: number;

const claim = (overrides: Partial<IdempotencyClaim> = {}): IdempotencyClaim => ({
  consumer: 'app:queue',
  key: 'id:1',
  payloadHash: Buffer.from('a'),
  signal: new AbortController().signal,
  transaction: 'handler',
  ...overrides,
});
const succeed = async () => void (effects += 1);

/** Starts work that goes on until it is told how to end. */
async function startWork(ours = claim()) {
  let end!: (error?: Error) => void;
  let signal: AbortSignal | undefined;
  const outcome = store.runOnce(ours, (given) => {
    signal = given;
    return new Promise((resolve, reject) => {
      end = (error) => {
        if (error) return reject(error);
        effects += 1;
        resolve();
      };
    });
  });
  // Whoever looks at it does so later.
  outcome.catch(() => undefined);
  await until(() => signal, { what: 'the work to begin' });
  return { outcome, end, signal: signal! };
}

/** Lets time pass in steps that renewals keep up with. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += LEASE_MS / 12) {
    storeClock.advance(LEASE_MS / 12);
    clock.advance(LEASE_MS / 12);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

beforeEach(() => {
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  clock = new ManualClock();
  storeClock = new ManualClock();
  leases = new InMemoryLeaseStore(storeClock, { leaseMs: LEASE_MS });
  store = new LeasedStore(leases, clock);
  effects = 0;
});

describe('LeasedStore', () => {
  it('runs the work once, and knows a duplicate', async () => {
    await expect(store.runOnce(claim(), succeed)).resolves.toBe('done');
    await expect(store.runOnce(claim(), succeed)).resolves.toBe('duplicate');

    expect(effects).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it('hands back a duplicate in progress, whatever it carries', async () => {
    const { outcome, end } = await startWork();

    for (const payloadHash of [Buffer.from('a'), Buffer.from('b')]) {
      await expect(store.runOnce(claim({ payloadHash }), succeed)).rejects.toThrow(HandBackError);
    }
    end();

    await expect(outcome).resolves.toBe('done');
    expect(effects).toBe(1);
  });

  it('refuses another payload for a key that was completed', async () => {
    await store.runOnce(claim(), succeed);

    const reused = store.runOnce(claim({ payloadHash: Buffer.from('b') }), succeed);

    await expect(reused).rejects.toThrow(IdempotencyMismatchError);
  });

  it('lets the next one try at once when the work failed', async () => {
    const failing = store.runOnce(claim(), () => Promise.reject(new Error('no luck')));
    await expect(failing).rejects.toThrow('no luck');

    await expect(store.runOnce(claim(), succeed)).resolves.toBe('done');
    expect(clock.pending).toBe(0);
  });

  it('does nothing with a message that is no longer ours', async () => {
    const gone = claim({ signal: AbortSignal.abort() });

    await expect(store.runOnce(gone, succeed)).rejects.toThrow(HandBackError);
    expect(effects).toBe(0);
  });

  it('does not begin what stopped being ours while it was claimed, and frees it', async () => {
    const owner = new AbortController();
    const running = store.runOnce(claim({ signal: owner.signal }), succeed);
    owner.abort();

    await expect(running).rejects.toThrow(HandBackError);
    await expect(store.runOnce(claim(), succeed)).resolves.toBe('done');
    expect(effects).toBe(1);
  });

  it('does nothing while the store is out of reach', async () => {
    leases.isUp = false;

    await expect(store.runOnce(claim(), succeed)).rejects.toThrow(LeaseStoreUnavailableError);
    expect(effects).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('keeps its lease for as long as the work takes', async () => {
    const { outcome, end, signal } = await startWork();

    await pass(10 * LEASE_MS);
    await expect(store.runOnce(claim(), succeed)).rejects.toThrow(HandBackError);
    end();

    await expect(outcome).resolves.toBe('done');
    expect(signal.aborted).toBe(false);
    expect(clock.pending).toBe(0);
  });

  it.each([3_600_000, -3_600_000])(
    'owns the same with a clock that is set by %i ms',
    async (ms) => {
      const { outcome, end, signal } = await startWork();

      clock.jump(ms);
      storeClock.jump(ms);
      await pass(2 * LEASE_MS);
      expect(signal.aborted).toBe(false);
      leases.isUp = false;
      await pass(2 * LEASE_MS);
      leases.isUp = true;

      expect(signal.reason).toBeInstanceOf(LeaseLostError);
      end(new Error('stopped'));
      await expect(outcome).rejects.toThrow(LeaseLostError);
    },
  );

  it('tells the work when the message is no longer ours, and still notes what it did', async () => {
    const owner = new AbortController();
    const { outcome, end, signal } = await startWork(claim({ signal: owner.signal }));

    owner.abort(new Error('rebalanced'));
    expect(signal.reason).toEqual(new Error('rebalanced'));
    end();

    await expect(outcome).resolves.toBe('done');
    await expect(store.runOnce(claim(), succeed)).resolves.toBe('duplicate');
  });

  it('stops the work whose lease the store does not know any more', async () => {
    const { outcome, end, signal } = await startWork();

    leases.clear();
    await pass(LEASE_MS / 3);
    expect(signal.reason).toBeInstanceOf(LeaseLostError);
    end(new Error('stopped'));

    await expect(outcome).rejects.toThrow(LeaseLostError);
    await expect(outcome).rejects.toMatchObject({ cause: new Error('stopped') });
    expect(clock.pending).toBe(0);
  });

  it('of a frozen process leaves the lease to whoever took it over', async () => {
    const { outcome, end } = await startWork();
    storeClock.advance(LEASE_MS + 1);
    const successor = await startWork();

    end();

    await expect(outcome).rejects.toThrow(LeaseLostError);
    await expect(store.runOnce(claim(), succeed)).rejects.toThrow(HandBackError);
    successor.end();
    await expect(successor.outcome).resolves.toBe('done');
  });

  it('of a frozen process is noted as done where nobody took it over', async () => {
    const { outcome, end, signal } = await startWork();
    storeClock.advance(LEASE_MS + 1);
    clock.advance(LEASE_MS + 1);
    expect(signal.aborted).toBe(true);

    end();

    await expect(outcome).resolves.toBe('done');
    await expect(store.runOnce(claim(), succeed)).resolves.toBe('duplicate');
    expect(effects).toBe(1);
    expect(clock.pending).toBe(0);
  });

  describe('whose store is lost while the work runs', () => {
    it('survives an outage that is shorter than the lease', async () => {
      const { outcome, end, signal } = await startWork();

      leases.isUp = false;
      await pass(LEASE_MS * 0.75);
      leases.isUp = true;
      await pass(3 * LEASE_MS);
      end();

      await expect(outcome).resolves.toBe('done');
      expect(signal.aborted).toBe(false);
    });

    it('stops the work when the lease must have run out', async () => {
      const { outcome, end, signal } = await startWork();

      leases.isUp = false;
      await pass(LEASE_MS);
      expect(signal.reason).toBeInstanceOf(LeaseLostError);
      end();

      await expect(outcome).rejects.toThrow(HandBackError);
      expect(clock.pending).toBe(0);
    });

    it('notes what was done as soon as it can', async () => {
      const { outcome, end } = await startWork();
      leases.isUp = false;
      end();
      await pass(LEASE_MS / 2);

      leases.isUp = true;
      await pass(LEASE_MS / 12);

      await expect(outcome).resolves.toBe('done');
      await expect(store.runOnce(claim(), succeed)).resolves.toBe('duplicate');
      expect(effects).toBe(1);
    });

    it('notes what was done, also when the message is no longer ours by then', async () => {
      const owner = new AbortController();
      const { outcome, end } = await startWork(claim({ signal: owner.signal }));
      leases.isUp = false;
      owner.abort(new Error('the lock ran out'));
      end();
      await pass(LEASE_MS / 2);

      leases.isUp = true;
      await pass(LEASE_MS / 12);

      await expect(outcome).resolves.toBe('done');
      await expect(store.runOnce(claim(), succeed)).resolves.toBe('duplicate');
    });

    it('hands back what could not be noted before the lease ran out', async () => {
      const { outcome, end } = await startWork();
      leases.isUp = false;
      end();

      await pass(LEASE_MS);

      await expect(outcome).rejects.toThrow(HandBackError);
      expect(clock.pending).toBe(0);
    });

    it('fails as the work did, though nobody hears that it is free', async () => {
      const { outcome, end } = await startWork();
      leases.isUp = false;
      end(new Error('no luck'));

      await expect(outcome).rejects.toThrow('no luck');
    });
  });
});
