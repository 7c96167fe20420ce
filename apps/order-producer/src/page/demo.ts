import type { Environment } from '@app/messaging';

/** Whether what only a demo may do can be done here. */
export function isDemo(environment: Environment): boolean {
  return environment['DEMO'] === '1';
}
