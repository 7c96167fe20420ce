import { rmSync } from 'node:fs';
import { Progress } from '../shared/progress.js';
import { dockerObstacle, removalCommand } from './docker/compose.js';
import { stopDocker } from './docker/docker-stack.js';
import { endProcesses } from './native/native-stack.js';
import { serverFolder } from './native/start-server.js';
import { servers } from './servers.js';
import { withStackLock } from './stack-lock.js';
import { type StackState, deleteState, readState } from './stack-state.js';

/** Ends what `stack:up` started and nothing else. Data stays unless `wipe`. */
export function stopStack(wipe = false, progress = new Progress()): Promise<void> {
  return withStackLock(async () => {
    const state = readState();
    if (state) await stop(state, wipe, progress);
    else progress.say('no stack is up');
    if (wipe) {
      for (const server of servers) rmSync(serverFolder(server), { recursive: true, force: true });
      progress.say('the data of native servers is deleted');
    }
  });
}

async function stop(state: StackState, wipe: boolean, progress: Progress): Promise<void> {
  const ours = Object.entries(state.servers).filter(([, server]) => server.ours);
  switch (state.mode) {
    case 'external':
      progress.say('external servers are left alone');
      break;
    case 'docker':
      await removeContainers(wipe, progress);
      break;
    case 'native':
      await Promise.all(
        ours.map(async ([name, server]) => {
          await endProcesses(server);
          progress.say(`${name}: ended`);
        }),
      );
      break;
    default:
      state.mode satisfies never;
  }
  deleteState();
}

/** An engine that is gone for good must not keep its stack from being taken down. */
async function removeContainers(wipe: boolean, progress: Progress): Promise<void> {
  const obstacle = await dockerObstacle();
  if (obstacle === undefined) {
    await progress.during('removing the containers', stopDocker(wipe));
    return;
  }
  const remedy = `Should they be back with Docker: ${removalCommand}${wipe ? ' --volumes' : ''}`;
  progress.say(`Docker can't be used: ${obstacle}. Its containers are forgotten. ${remedy}`);
}
