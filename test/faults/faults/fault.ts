import type { Random } from '@app/testing';
import type { FaultSystem } from '../system/fault-system.js';

/**
 * `process`: something happens to an app; `server`: to what it relies on. One of each may go on at
 * the same time, as it does in life.
 */
export type Lane = 'process' | 'server';

/** What a fault does, as far as the measuring of its recovery needs to know. */
export interface Harm {
  /** From now on the system may recover. Where nobody says so, that begins when `strike` ends. */
  over(): void;
}

/** Something that goes wrong, and is over once `strike` resolves. */
export interface Fault {
  readonly name: string;
  /** One sentence: what happens. */
  readonly about: string;
  readonly lane: Lane;
  /** About how long it takes, for the pace of the load. */
  readonly seconds: number;
  /** Only where it is asked for, or in a longer run. */
  readonly isLong?: boolean;
  /**
   * @returns what it did, with the numbers that it drew
   * @throws Error when it could not strike, or the system did not come back from it
   */
  strike(system: FaultSystem, random: Random, harm: Harm): Promise<string>;
}
