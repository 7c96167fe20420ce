import type { AppProcess } from './app-process.js';
import type { AppAddress, AppExit, AppName } from './apps.js';

/** The apps while they run, and a hand on each of them. */
export class RunningApps {
  constructor(private readonly processes: readonly AppProcess[]) {}

  /** Base address of the order API. */
  get api(): string {
    return this.addresses['order-producer'].api!;
  }

  /** By app, in the order of the story. */
  get addresses(): Record<AppName, AppAddress> {
    return Object.fromEntries(this.processes.map((app) => [app.name, app.address])) as Record<
      AppName,
      AppAddress
    >;
  }

  /** @returns undefined when it does not run */
  pid(name: AppName): number | undefined {
    return this.process(name).pid;
  }

  /** The last lines that the app wrote. */
  tail(name: AppName): string {
    return this.process(name).tail;
  }

  /** Sends a signal and waits for nothing; that the app ends is then expected. */
  kill(name: AppName, signal: NodeJS.Signals): void {
    this.process(name).kill(signal);
  }

  /** Resolves at once when it does not run. */
  waitForExit(name: AppName): Promise<AppExit> {
    return this.process(name).exit;
  }

  /**
   * Starts it on the same ports, having ended it first where it still runs.
   * @throws ToolError `APP_FAILED` when it does not get ready
   */
  async restart(name: AppName): Promise<void> {
    const app = this.process(name);
    await app.stop();
    await app.start();
    app.watch();
  }

  /**
   * Drains all apps side by side, and kills what has not ended in time. Can be called again.
   * @returns how each ended; code 0 is a clean end
   */
  stop(): Promise<AppExit[]> {
    return Promise.all(this.processes.map((app) => app.stop()));
  }

  private process(name: AppName): AppProcess {
    const found = this.processes.find((app) => app.name === name);
    if (!found) throw new Error(`There is no app ${name}.`);
    return found;
  }
}
