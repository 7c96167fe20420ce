import type { Environment } from '@app/messaging';

/** What an app's environment needs so that closing gives up on running handlers after `ms`. */
export function drainDeadline(ms: number): Environment {
  return { SHUTDOWN_TIMEOUT_MS: String(ms) };
}
