import { setTimeout as sleep } from 'node:timers/promises';
import { allAppNames, appNames, type AppName } from '../../../tools/apps/apps.js';
import type { Fault } from './fault.js';

const hourMs = 3_600_000;
/** Longer than every lease that `appEnvironment` sets. */
const pastEveryLeaseMs = 9_000;

function perApp(make: (app: AppName) => Fault, apps: readonly AppName[] = appNames) {
  return apps.map(make);
}

export const kills = perApp(
  (name) => ({
    name: `kill-${name}`,
    about: `SIGKILL of ${name} at any moment.`,
    lane: 'process',
    seconds: 5,
    async strike(system, random, harm) {
      const waitMs = random.between(0, 1_500);
      await sleep(waitMs);
      harm.over();
      await system.app(name).crash('SIGKILL');
      return `after ${waitMs} ms`;
    },
  }),
  allAppNames,
);

export const terminations = perApp(
  (name) => ({
    name: `terminate-${name}`,
    about: `SIGTERM of ${name} under load: it drains and is started again.`,
    lane: 'process',
    seconds: 6,
    async strike(system, _random, harm) {
      harm.over();
      await system.app(name).crash('SIGTERM');
      return 'drained and started';
    },
  }),
  allAppNames,
);

export const zombies = perApp(
  (name) => ({
    name: `zombie-${name}`,
    about: `SIGSTOP of ${name} past every lease, and SIGCONT: it wakes up believing it owns them.`,
    lane: 'process',
    seconds: 12,
    async strike(system, random, harm) {
      const frozenMs = pastEveryLeaseMs + random.between(0, 3_000);
      const app = system.app(name);
      // Frozen between a mail and the note of it, it loses the lease of that mail.
      const end = name === 'task-worker' ? system.mailSuspects.beginInterruption() : undefined;
      app.freeze();
      await sleep(frozenMs);
      app.thaw();
      harm.over();
      await sleep(2_000);
      end?.();
      await system.whenUp();
      return `for ${frozenMs} ms`;
    },
  }),
  allAppNames,
);

export const slowHandlers = perApp((name) => ({
  name: `slow-handlers-${name}`,
  about: `Some handlers of ${name} take longer than every lease and timeout.`,
  lane: 'process',
  seconds: 14,
  async strike(system, random) {
    const count = random.between(2, 6);
    await system.app(name).order({ kind: 'slow-handlers', count, delayMs: pastEveryLeaseMs });
    await sleep(pastEveryLeaseMs + 4_000);
    return `${count} of them, ${pastEveryLeaseMs} ms each`;
  },
}));

export const movedClocks = perApp((name) => ({
  name: `clock-${name}`,
  about: `The clock of ${name} is moved by an hour, and back.`,
  lane: 'process',
  seconds: 9,
  async strike(system, random, harm) {
    const byMs = random.pick([hourMs, -hourMs]);
    await system.app(name).order({ kind: 'move-clock', byMs });
    await sleep(8_000);
    await system.app(name).order({ kind: 'move-clock', byMs: 0 });
    harm.over();
    await system.whenUp();
    return byMs > 0 ? 'forwards' : 'backwards';
  },
}));
