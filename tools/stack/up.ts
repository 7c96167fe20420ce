import { errorText } from '../shared/error-text.js';
import { Progress } from '../shared/progress.js';
import { ToolError } from '../shared/tool.error.js';
import { type Choice, chooseMode } from './choose-mode.js';
import { dockerObstacle } from './docker/compose.js';
import { startDocker } from './docker/docker-stack.js';
import { stackEnvironment } from './environment.js';
import {
  givenVariables,
  givesAddressesOf,
  missingVariables,
  useExternal,
} from './external/external-stack.js';
import { planNative } from './native/native-stack.js';
import { withStackLock } from './stack-lock.js';
import { type Mode, type StackState, readState, withServer, writeState } from './stack-state.js';

/**
 * The start that is left once everything has been asked.
 * @returns what apps and tests need in their environment to reach the servers
 */
export type Start = () => Promise<Record<string, string>>;

/**
 * Chooses a mode, says which and why, and gets leave for what must be installed.
 * @throws ToolError `STACK_UNAVAILABLE` or `PACKAGES_MISSING` with the reason and a remedy
 */
export async function planStack(demanded?: Mode, progress = new Progress()): Promise<Start> {
  const before = readState();
  const givesRunning = before !== undefined && givesAddressesOf(before);
  const choice = chooseMode({
    demanded,
    missingVariables: missingVariables(),
    running: before?.mode,
    givesRunning,
    dockerObstacle: demanded === undefined && !before ? await dockerObstacle() : undefined,
  });
  progress.say(`mode: ${choice.mode} (${choice.reason})`);
  if (choice.mode !== 'external' && !givesRunning && givenVariables().length > 0) {
    progress.say(
      `ignored from the environment: ${givenVariables().join(', ')}. ` +
        'Servers of your own are used only if all addresses are given; see npm run stack:up -- --help',
    );
  }
  if (before && before.mode !== choice.mode && before.mode !== 'external') {
    const message = `A stack in mode ${before.mode} is up; take it down first: npm run stack:down`;
    throw new ToolError('STACK_BUSY', message);
  }
  switch (choice.mode) {
    case 'native':
      return planNativeStart(choice, progress);
    case 'external':
      return () =>
        underLock(choice, async (known) => ({ ...known, servers: await useExternal(progress) }));
    case 'docker':
      return dockerStart(choice, progress, demanded === undefined && !before);
    default:
      return choice.mode satisfies never;
  }
}

async function planNativeStart(choice: Choice, progress: Progress): Promise<Start> {
  const start = await planNative(progress);
  return () =>
    underLock(choice, async (known) => {
      let state = known;
      await start(known.servers, (name, server) => {
        state = withServer(state, name, server);
        writeState(state);
      });
      return state;
    });
}

/** In mode auto, an engine that can't run our servers is no reason to give up. */
function dockerStart(choice: Choice, progress: Progress, mayFallBack: boolean): Start {
  return async () => {
    try {
      return await underLock(choice, async (known) => {
        return { ...known, servers: await startDocker(progress, known.servers) };
      });
    } catch (error) {
      if (!mayFallBack) throw error;
      progress.say(`${errorText(error)}\ngoing on with mode native`);
      const reason = 'docker compose can not bring the servers up';
      const start = await planNativeStart({ mode: 'native', reason }, progress);
      return start();
    }
  };
}

/** Another launcher may have worked since we planned: the state is read again under the lock. */
function underLock(choice: Choice, start: (known: StackState) => Promise<StackState>) {
  return withStackLock(async () => {
    const before = readState();
    const known = before?.mode === choice.mode ? before : { ...choice, servers: {} };
    const state = await start(known);
    writeState(state);
    return stackEnvironment(state);
  });
}
