import type { Health } from '@app/messaging';

/** What `GET /health/ready` answers. */
export interface Readiness {
  /** `degraded`: something is down that the app can do without for a while, or needs a look. */
  readonly status: 'ready' | 'degraded' | 'not_ready';
  readonly checks: Readonly<Record<string, Health>>;
}

/**
 * @param readyWith names of the checks that must be up; undefined means all. One that nobody
 * registered counts as down: better not ready than ready by a typing error.
 */
export function decideReadiness(
  checks: Readonly<Record<string, Health>>,
  readyWith: readonly string[] | undefined,
): Readiness {
  const missing = (readyWith ?? []).filter((name) => !Object.hasOwn(checks, name));
  const all: Record<string, Health> = { ...checks };
  for (const name of missing) all[name] = { status: 'down', detail: 'nothing reports it' };

  const needed = readyWith ?? Object.keys(all);
  const isReady = needed.every((name) => all[name]?.status !== 'down');
  const isWell = Object.values(all).every((check) => check.status === 'up');
  return { status: isReady ? (isWell ? 'ready' : 'degraded') : 'not_ready', checks: all };
}
