import { isRunning } from './native/owned-process.js';
import { type StackState, readState } from './stack-state.js';

/** Whether an earlier `stack:up` is still in effect, so that whoever needs it leaves it up. */
export function isStackUp(state: StackState | undefined = readState()): boolean {
  if (state?.mode !== 'native') return state !== undefined;
  return Object.values(state.servers).some((server) => server.processes.some(isRunning));
}
