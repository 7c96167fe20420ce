import type { Fault, Lane } from '../faults/fault.js';
import { ToolError } from '../../../tools/shared/tool.error.js';
import { Random } from '@app/testing';

export interface Plan {
  readonly seed: number;
  readonly lanes: Readonly<Record<Lane, readonly PlannedFault[]>>;
  /** About how long all of it takes. */
  readonly seconds: number;
}

export interface PlannedFault {
  readonly fault: Fault;
  /** Its own numbers come from this, so that they don't depend on what strikes beside it. */
  readonly seed: number;
}

export interface PlanOptions {
  readonly seed: number;
  readonly count: number;
  /** Faults whose name begins with one of these, separated by commas, and no other. */
  readonly only?: string | undefined;
  readonly withLong: boolean;
}

/** Of all faults of a plan so many happen to apps. */
const shareOfProcesses = 0.6;
/** Of those that happen to apps, so many are a SIGKILL at a failpoint. */
const killsAtFailpointsInARow = 2;

/**
 * Faults from a seed: the same seed, the same plan. Each lane takes a kind after the other, and of
 * a kind each fault once before any comes again.
 * @throws ToolError `USAGE` where no fault has a name of `only`
 */
export function planFaults(
  kinds: readonly (readonly Fault[])[],
  { seed, count, only, withLong }: PlanOptions,
): Plan {
  const random = new Random(seed);
  assertKnown(only, kinds.flat());
  const chosen = kinds
    .map((faults) => faults.filter((fault) => isWanted(fault, only, withLong)))
    .filter((faults) => faults.length > 0);
  const inLane = (lane: Lane) =>
    chosen.map((faults) => faults.filter((fault) => fault.lane === lane)).filter((it) => it.length);
  const [process, server] = [inLane('process'), inLane('server')];
  const ofProcesses =
    process.length === 0 ? 0 : server.length === 0 ? count : Math.ceil(count * shareOfProcesses);
  const lanes = {
    process: fill(process, ofProcesses, random),
    server: fill(server, count - ofProcesses, random),
  };
  return toPlan(seed, lanes);
}

/** A name that fits nothing would be a run that shows nothing. */
function assertKnown(only: string | undefined, all: readonly Fault[]): void {
  for (const name of only?.split(',') ?? []) {
    if (all.some((fault) => fault.name.startsWith(name))) continue;
    throw new ToolError('USAGE', `No fault begins with ${name}. See --list.`);
  }
}

/**
 * These faults, each once, in an order that follows from the seed.
 * @throws Error where there is none of a name
 */
export function planNamed(all: readonly Fault[], names: readonly string[], seed: number): Plan {
  const random = new Random(seed);
  const chosen = names.map((name) => {
    const fault = all.find((it) => it.name === name);
    if (!fault) throw new Error(`There is no fault ${name} any more. Put another in its place.`);
    return fault;
  });
  const lane = (which: Lane): PlannedFault[] =>
    random
      .shuffled(chosen.filter((fault) => fault.lane === which))
      .map((fault) => ({ fault, seed: random.between(0, 2 ** 31) }));
  return toPlan(seed, { process: lane('process'), server: lane('server') });
}

function toPlan(seed: number, lanes: Plan['lanes']): Plan {
  const seconds = Object.values(lanes).map((faults) =>
    faults.reduce((sum, { fault }) => sum + fault.seconds, 0),
  );
  return { seed, lanes, seconds: Math.max(...seconds) };
}

function isWanted(fault: Fault, only: string | undefined, withLong: boolean): boolean {
  if (only !== undefined) return only.split(',').some((name) => fault.name.startsWith(name));
  return withLong || !fault.isLong;
}

function fill(kinds: readonly (readonly Fault[])[], count: number, random: Random): PlannedFault[] {
  const decks = kinds.map((faults) => new Deck(faults, random));
  const faults: Fault[] = [];
  let turn: Deck[] = [];
  while (faults.length < count && decks.length > 0) {
    if (turn.length === 0) turn = random.shuffled(decks);
    const deck = turn.pop()!;
    // The largest kind: one place in the code for each of its faults.
    const draws = deck.size > 20 ? killsAtFailpointsInARow * decks.length : 1;
    for (let draw = 0; draw < draws; draw++) faults.push(deck.draw());
  }
  const some = random.shuffled(faults).slice(0, count);
  return some.map((fault) => ({ fault, seed: random.between(0, 2 ** 31) }));
}

/** Gives each of its faults once before it gives one again. */
class Deck {
  private rest: Fault[] = [];

  constructor(
    private readonly faults: readonly Fault[],
    private readonly random: Random,
  ) {}

  get size(): number {
    return this.faults.length;
  }

  draw(): Fault {
    if (this.rest.length === 0) this.rest = this.random.shuffled(this.faults);
    return this.rest.pop()!;
  }
}
