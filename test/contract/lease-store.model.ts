import fc from 'fast-check';
import { createHash } from 'node:crypto';
import type { ClaimAnswer, Lease, LeaseStore } from '@app/idempotency';
import { aLease, by } from './leases.js';

/** What must be true of one message, whatever its owners do. */
type Model =
  | { state: 'free' }
  | { state: 'running'; token: string }
  | { state: 'done'; token: string; payloadHash: Buffer };

interface World {
  readonly store: LeaseStore;
  /** Lets everything that is kept run out: a crash and its lease, or a retention. */
  readonly runOut: () => Promise<void>;
  readonly message: Lease;
  /** The last claim of each owner, also one that was refused. */
  readonly leases: Map<number, Lease>;
}

type Step = fc.AsyncCommand<{ now: Model }, World>;

class Claim implements Step {
  constructor(
    private readonly owner: number,
    private readonly payload: string,
  ) {}

  check = () => true;

  async run(model: { now: Model }, { store, message, leases }: World): Promise<void> {
    const lease = { ...by(message), payloadHash: hashOf(this.payload) };
    leases.set(this.owner, lease);
    same(await store.claim(lease), expected(model.now));
    if (model.now.state === 'free') model.now = { state: 'running', token: lease.token };
  }

  toString = () => `claim(${this.owner}, ${this.payload})`;
}

class Settle implements Step {
  constructor(
    private readonly owner: number,
    private readonly how: 'renew' | 'complete' | 'release',
  ) {}

  check = () => true;

  async run(model: { now: Model }, { store, leases }: World): Promise<void> {
    const lease = leases.get(this.owner);
    if (!lease) return;
    const { now } = model;
    const isOurs = now.state !== 'free' && now.token === lease.token;
    const isRunning = isOurs && now.state === 'running';
    // An effect that nobody else has taken on is noted, however late.
    const mayComplete = isOurs || now.state === 'free';
    same(await store[this.how](lease), this.how === 'complete' ? mayComplete : isRunning);
    if (this.how === 'complete' && mayComplete) {
      const { token, payloadHash } = now.state === 'done' ? now : lease;
      model.now = { state: 'done', token, payloadHash };
    }
    if (this.how === 'release' && isRunning) model.now = { state: 'free' };
  }

  toString = () => `${this.how}(${this.owner})`;
}

/** The same message by several at once: at most one of them has it then. */
class ClaimAtOnce implements Step {
  check = () => true;

  async run(model: { now: Model }, { store, message }: World): Promise<void> {
    const rivals = [1, 2, 3, 4].map(() => by(message));
    const answers = await Promise.all(rivals.map((lease) => store.claim(lease)));
    const winner = rivals.find((_, index) => answers[index]?.state === 'claimed');
    const loser = winner ? { state: 'in-progress' } : expected(model.now);
    const due = rivals.map((lease) => (lease === winner ? { state: 'claimed' } : loser));
    same(answers, due);
    same(winner !== undefined, model.now.state === 'free');
    if (winner) model.now = { state: 'running', token: winner.token };
  }

  toString = () => 'claim by four at once';
}

/** The owner's process dies: whatever it had goes on until it runs out. */
class Crash implements Step {
  constructor(private readonly owner: number) {}

  check = () => true;

  async run(_: { now: Model }, { leases }: World): Promise<void> {
    leases.delete(this.owner);
  }

  toString = () => `crash(${this.owner})`;
}

class RunOut implements Step {
  check = () => true;

  async run(model: { now: Model }, { runOut }: World): Promise<void> {
    await runOut();
    model.now = { state: 'free' };
  }

  toString = () => 'run out';
}

/**
 * Three owners do to one message whatever they like, in any order, and the store answers as the
 * model does: at most one owner, and what is done stays done.
 */
export async function checkLeaseModel(
  store: LeaseStore,
  runOut: () => Promise<void>,
  numRuns: number,
): Promise<void> {
  const owner = fc.nat({ max: 2 });
  const payload = fc.constantFrom('a', 'b');
  const how = fc.constantFrom('renew', 'complete', 'release');
  const steps = fc.commands(
    [
      fc.tuple(owner, payload).map((args) => new Claim(...args)),
      fc.tuple(owner, how).map((args) => new Settle(...args)),
      fc.constant(new ClaimAtOnce()),
      owner.map((it) => new Crash(it)),
      fc.constant(new RunOut()),
    ],
    { maxCommands: 30, size: 'max' },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const world = { store, runOut, message: aLease(), leases: new Map<number, Lease>() };
      const model: { now: Model } = { now: { state: 'free' } };
      await fc.asyncModelRun(() => ({ model, real: world }), sequence);
      await runOut();
    }),
    { numRuns },
  );
}

function expected(now: Model): ClaimAnswer {
  switch (now.state) {
    case 'free':
      return { state: 'claimed' };
    case 'running':
      return { state: 'in-progress' };
    case 'done':
      return { state: 'completed', payloadHash: now.payloadHash };
    default:
      return now satisfies never;
  }
}

function same(actual: unknown, wanted: unknown): void {
  const [seen, due] = [JSON.stringify(actual), JSON.stringify(wanted)];
  if (seen !== due) throw new Error(`The store says ${seen}; the model says ${due}.`);
}

function hashOf(payload: string): Buffer {
  return createHash('sha256').update(payload).digest();
}
