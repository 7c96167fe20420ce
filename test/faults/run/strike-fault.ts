import { errorText } from '../../../tools/shared/error-text.js';
import type { PlannedFault } from '../plan/plan-faults.js';
import { Random } from '@app/testing';
import type { FaultSystem } from '../system/fault-system.js';

export interface Struck {
  /** What it did, or what went wrong. */
  readonly detail: string;
  readonly problem: boolean;
  /** When the system could begin to recover; wall clock. */
  readonly overAtMs: number;
}

export async function strikeFault(
  { fault, seed }: PlannedFault,
  system: FaultSystem,
): Promise<Struck> {
  let overAtMs: number | undefined;
  const harm = {
    over: () => {
      overAtMs ??= Date.now();
    },
  };
  try {
    const detail = await fault.strike(system, new Random(seed), harm);
    return { detail, problem: false, overAtMs: overAtMs ?? Date.now() };
  } catch (error) {
    return { detail: errorText(error), problem: true, overAtMs: overAtMs ?? Date.now() };
  }
}
