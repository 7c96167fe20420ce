import { Progress } from '../../../tools/shared/progress.js';
import { until } from '@app/testing';
import { endProcesses } from '../../../tools/stack/native/native-stack.js';
import { isRunning } from '../../../tools/stack/native/owned-process.js';
import { startServer, type Site } from '../../../tools/stack/native/start-server.js';
import type { Server } from '../../../tools/stack/server.js';
import type { ServerState } from '../../../tools/stack/stack-state.js';

const silent = new Progress(() => undefined);

/** One server that may be killed and started again, on one port with one folder. */
export class FaultServer {
  constructor(
    private readonly server: Server,
    readonly site: Required<Site>,
    private state: ServerState,
    private readonly keep: (name: string, state: ServerState) => void,
  ) {}

  /** The server itself, past any proxy. */
  get environment(): Record<string, string> {
    return this.state.environment;
  }

  /** In the order in which they were started. */
  get pids(): number[] {
    return this.state.processes.filter(isRunning).map(({ pid }) => pid);
  }

  /** SIGKILL, or what the server takes for a crash; resolves when its processes are gone. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    for (const owned of this.state.processes) {
      if (isRunning(owned)) process.kill(owned.pid, signal);
    }
    await until(() => !this.state.processes.some(isRunning), {
      timeoutMs: 20_000,
      what: `${this.server.name} to be gone after ${signal}`,
    });
  }

  /** In order, as for maintenance. */
  async stop(): Promise<void> {
    await endProcesses(this.state);
  }

  /** Resolves when it answers. */
  async start(): Promise<void> {
    const keep = (name: string, state: ServerState): void => {
      this.state = state;
      this.keep(name, state);
    };
    await startServer(this.server, silent, keep, this.site);
  }
}
