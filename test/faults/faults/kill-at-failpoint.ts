import { until } from '@app/testing';
import type { AppName } from '../../../tools/apps/apps.js';
import type { Failpoint } from '../failpoints/failpoint.js';
import { failpoints } from '../failpoints/failpoints.js';
import type { Fault } from './fault.js';
import { putPoison } from './put-poison.js';

const mostPassages = 12;
const reachedWithinMs = 45_000;

/** A fault for each app that comes by a failpoint. */
export const killsAtFailpoints: readonly Fault[] = failpoints.flatMap((failpoint) =>
  failpoint.apps.map((app) => killAt(failpoint, app)),
);

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
      app.order({ kind: 'die-at', failpoint: failpoint.name, passage });
      if (failpoint.needsPoison) await putPoison(system, failpoint.needsPoison);
      try {
        await until(() => app.deaths > deaths, {
          timeoutMs: reachedWithinMs,
          what: `${name} to come by ${failpoint.name} ${passage} times`,
        });
      } finally {
        app.order({ kind: 'disarm' });
      }
      harm.over();
      await app.whenBackFrom(deaths);
      return `at passage ${passage}`;
    },
  };
}
