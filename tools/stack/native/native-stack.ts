import { errorText } from '../../shared/error-text.js';
import { ToolError } from '../../shared/tool.error.js';
import type { Progress } from '../../shared/progress.js';
import type { Server } from '../server.js';
import { servers } from '../servers.js';
import type { ServerState } from '../stack-state.js';
import { whatIsWrong } from '../wait-until-healthy.js';
import { createAccount, findAccount } from './account.js';
import { agreeOnPackages } from './debian-packages.js';
import { endProcess, isRunning } from './owned-process.js';
import { startServer, type Site } from './start-server.js';

export type Keep = (name: string, state: ServerState) => void;

/**
 * Says what must be installed and asks for leave, so that the start itself needs no terminal.
 * @returns the start: brings up every server that isn't up, side by side
 */
export async function planNative(
  progress: Progress,
  siteOf: (server: Server) => Site = () => ({}),
): Promise<(known: Record<string, ServerState>, keep: Keep) => Promise<void>> {
  if (process.platform !== 'linux') {
    const message = `--native starts servers on Linux only (this is ${process.platform}); use --docker.`;
    throw new ToolError('STACK_UNAVAILABLE', message);
  }
  const needs = await Promise.all(servers.map((server) => server.native.missingPackages()));
  const packages = [...new Set(needs.flat())];
  const install = await agreeOnPackages(packages, (text) => progress.say(text));
  return async (known, keep) => {
    // Servers that drop to an account of their own read what we write for them.
    process.umask(0o022);
    const installed =
      packages.length === 0 ? install() : progress.during('installing packages', install());
    const starts = servers.map(async (server, index) => {
      if (await isUp(server, known[server.name], progress)) return;
      if (needs[index]?.length) await installed;
      await start(server, known[server.name], progress, keep, siteOf(server));
    });
    throwAll(await Promise.allSettled([installed, ...starts]));
  };
}

async function start(
  server: Server,
  before: ServerState | undefined,
  progress: Progress,
  keep: Keep,
  site: Site,
): Promise<void> {
  await endProcesses(before);
  const { runAs } = server.native;
  if (runAs !== undefined && process.getuid?.() === 0 && !findAccount(runAs)) {
    progress.say(`${server.name}: creates the system account ${runAs}, since it can't run as root`);
    await createAccount(runAs);
  }
  await startServer(server, progress, keep, site);
}

async function isUp(server: Server, state: ServerState | undefined, progress: Progress) {
  if (!state) return false;
  const address = state.environment[server.variables[0]] ?? '';
  const alive = state.processes.every(isRunning);
  const wrong = alive ? await whatIsWrong(server, address) : 'its process has ended';
  progress.say(`${server.name}: ${wrong ? `down (${wrong})` : `already up at ${address}`}`);
  return wrong === undefined;
}

/** Ends what is left of a server, in the reverse order of its start. */
export async function endProcesses(state: ServerState | undefined): Promise<void> {
  for (const owned of state?.processes.toReversed() ?? []) await endProcess(owned);
}

function throwAll(results: PromiseSettledResult<void>[]): void {
  const reasons = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  const texts = [...new Set(reasons.map(errorText))];
  if (texts.length > 0) throw new ToolError('STACK_UNAVAILABLE', texts.join('\n'));
}
