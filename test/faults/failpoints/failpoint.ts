import type { AppName } from '../../../tools/apps/apps.js';
import type { PoisonedApp } from '../faults/put-poison.js';

/** A place in the running code where a process can be told to die. */
export interface Failpoint {
  readonly name: string;
  /** Completes 'SIGKILL of <app> …'. */
  readonly when: string;
  readonly apps: readonly AppName[];
  /** Built module and class whose method is watched; both are checked when an app starts. */
  readonly module: string;
  readonly className: string;
  readonly method: string;
  readonly side: 'before' | 'after';
  /** Which calls count; all of them by default. */
  counts?(args: readonly unknown[], result: unknown): boolean;
  /** The function among the arguments that is watched instead, by its position. */
  readonly callback?: number;
  /** Only a dead letter comes by here, so the fault has this app meet poison. */
  readonly needsPoison?: PoisonedApp;
  /** Only a replay comes by here: faults that start one reach it, no other does. */
  readonly needsReplay?: true;
}
