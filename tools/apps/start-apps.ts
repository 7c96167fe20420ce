import { AppProcess } from './app-process.js';
import { appNames, type AppExit, type AppLine, type AppName, type AppPorts } from './apps.js';
import { choosePorts } from './choose-ports.js';
import { RunningApps } from './running-apps.js';

export interface StartAppsOptions {
  /** On top of ours: addresses (`stackEnvironment()`), `RESOURCE_PREFIX`, `LOG_FORMAT`, … */
  readonly environment: Readonly<Record<string, string>>;
  /** Default: those of the story. `dead-letter-admin` needs `ADMIN_TOKEN` in its environment. */
  readonly apps?: readonly AppName[];
  /** `fixed`: 3000, 3001 and 9101 to 9106; `free`: any, so that several systems run side by side. */
  readonly ports: 'fixed' | 'free';
  /** Each line that an app writes. */
  readonly onLine?: (line: AppLine) => void;
  /** An app ended that nobody asked to. Not called while it starts: that rejects. */
  readonly onUnexpectedExit?: (exit: AppExit) => void;
  /** Gives up starting and ends what has started. */
  readonly signal?: AbortSignal;
  /** How long each app may take until it is ready. Default 60,000. */
  readonly readyTimeoutMs?: number;
  /** How long an app may take to drain before it is killed. Default 30,000. */
  readonly stopTimeoutMs?: number;
}

/** What the page links to, and whose figures it adds up. */
function pageEnvironment(names: readonly AppName[], ports: Record<AppName, AppPorts>) {
  return {
    DEAD_LETTER_CONSOLE_URL: `http://127.0.0.1:${ports['dead-letter-admin'].http}`,
    PAGE_METRICS_URLS: names.map((name) => `http://127.0.0.1:${ports[name].health}/metrics`).join(),
  };
}

/**
 * Runs the built apps, a process each, and resolves once all of them are ready. None outlives us,
 * however we end.
 * @throws ToolError `APP_FAILED` with the last lines of an app that ended or is not ready in time;
 *   the abort reason of `signal`. No app is left running then.
 */
export async function startApps(options: StartAppsOptions): Promise<RunningApps> {
  const ports = await choosePorts(options.ports);
  const names = options.apps ?? appNames;
  const environment = { ...pageEnvironment(names, ports), ...options.environment };
  const processes = names.map(
    (name) => new AppProcess({ ...options, environment, name, ports: ports[name] }),
  );
  const running = new RunningApps(processes);
  const giveUp = new AbortController();
  const signal = AbortSignal.any([giveUp.signal, ...(options.signal ? [options.signal] : [])]);
  const starts = processes.map((app) => app.start(signal));
  try {
    await Promise.all(starts);
    processes.forEach((app) => app.watch());
    return running;
  } catch (error) {
    giveUp.abort();
    await Promise.allSettled(starts);
    await running.stop();
    throw error;
  }
}
