import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@app/testing';
import type { AppName } from '../../../tools/apps/apps.js';
import type { Failpoint } from '../failpoints/failpoint.js';
import { failpoints } from '../failpoints/failpoints.js';
import type { FaultSystem } from '../system/fault-system.js';
import type { Fault } from './fault.js';
import { putPoison } from './put-poison.js';

const mostPassages = 12;
const reachedWithinMs = 45_000;
const poisonAgainMs = 9_000;

/** A fault for each app that comes by a failpoint. */
export const killsAtFailpoints: readonly Fault[] = failpoints
  .filter(({ needsReplay }) => !needsReplay)
  .flatMap((failpoint) => failpoint.apps.map((app) => killAt(failpoint, app)));

function killAt(failpoint: Failpoint, name: AppName): Fault {
  return {
    name: `kill-${name}-${failpoint.name}`,
    about: `SIGKILL of ${name} ${failpoint.when}.`,
    lane: 'process',
    seconds: 5,
    async strike(system, random, harm) {
      const app = system.app(name);
      const { deaths } = app;
      const passage = failpoint.needsPoison ? 1 : random.between(1, mostPassages);
      await app.order({ kind: 'die-at', failpoint: failpoint.name, passage });
      try {
        await reach(system, failpoint, {
          timeoutMs: reachedWithinMs,
          isReached: () => app.deaths > deaths,
          what: `${name} to come by ${failpoint.name} ${passage} times`,
        });
      } finally {
        app.disarm();
      }
      harm.over();
      await app.whenBackFrom(deaths);
      return `at passage ${passage}`;
    },
  };
}

interface Reach {
  readonly timeoutMs: number;
  readonly what: string;
  isReached(): boolean;
}

/**
 * Puts poison where the failpoint needs it, and again: at the first time another member of the
 * group may take it, or the broker refuse it, by a fault that strikes beside this one.
 */
async function reach(
  system: FaultSystem,
  { needsPoison }: Failpoint,
  { isReached, timeoutMs, what }: Reach,
): Promise<void> {
  if (!needsPoison) {
    await until(isReached, { timeoutMs, what });
    return;
  }
  for (let leftMs = timeoutMs; ; leftMs -= poisonAgainMs) {
    try {
      await putPoison(system, needsPoison);
      await until(isReached, { timeoutMs: poisonAgainMs, what });
      return;
    } catch (error) {
      if (leftMs <= poisonAgainMs) throw error;
      await sleep(1_000);
    }
  }
}
