import { setTimeout as sleep } from 'node:timers/promises';
import { errorText } from '../../../tools/shared/error-text.js';
import type { Fault } from '../faults/fault.js';
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
  const over = new AbortController();
  try {
    const detail = await Promise.race([
      fault.strike(system, new Random(seed), harm),
      deadline(mostMsOf(fault), over.signal),
    ]);
    return { detail, problem: false, overAtMs: overAtMs ?? Date.now() };
  } catch (error) {
    return { detail: errorText(error), problem: true, overAtMs: overAtMs ?? Date.now() };
  } finally {
    over.abort();
  }
}

/** However slow the machine is: without an end, the load would go on for ever. */
function mostMsOf({ seconds }: Fault): number {
  return (seconds * 10 + 300) * 1_000;
}

async function deadline(ms: number, signal: AbortSignal): Promise<never> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
  throw new Error(`It has not ended in ${ms / 1_000} s.`);
}
