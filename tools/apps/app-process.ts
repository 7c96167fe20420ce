import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../shared/project-root.js';
import { ToolError } from '../shared/tool.error.js';
import { isFree } from '../stack/native/find-port.js';
import type { AppAddress, AppExit, AppLine, AppName, AppPorts } from './apps.js';
import { spawnApp, type SpawnedApp } from './spawn-app.js';
import { waitUntilReady } from './wait-until-ready.js';

export interface AppProcessOptions {
  readonly name: AppName;
  readonly ports: AppPorts;
  readonly environment: Readonly<Record<string, string>>;
  readonly onLine?: (line: AppLine) => void;
  readonly onUnexpectedExit?: (exit: AppExit) => void;
  /** As in `SpawnAppOptions`. */
  readonly preloads?: readonly string[];
  readonly onMessage?: (message: unknown) => void;
  readonly readyTimeoutMs?: number;
  readonly stopTimeoutMs?: number;
}

const tailLines = 40;

/** One app, started and ended any number of times on the same ports. */
export class AppProcess {
  readonly name: AppName;
  readonly address: AppAddress;
  private spawned: SpawnedApp | undefined;
  private lastExit: Promise<AppExit>;
  private isExpectedToRun = false;
  private readonly lines: string[] = [];

  constructor(private readonly options: AppProcessOptions) {
    const { name, ports } = options;
    this.name = name;
    this.address = {
      health: `http://127.0.0.1:${ports.health}`,
      ...(ports.http !== undefined && { api: `http://127.0.0.1:${ports.http}` }),
    };
    this.lastExit = Promise.resolve({ app: name, code: null, signal: null });
  }

  get pid(): number | undefined {
    return this.spawned?.pid;
  }

  /** The last lines that it wrote, over all of its lives. */
  get tail(): string {
    return this.lines.join('\n');
  }

  /** How it ended the last time, once it has; at once when it does not run. */
  get exit(): Promise<AppExit> {
    return this.lastExit;
  }

  /**
   * Resolves when it is ready; `watch()` then tells when it ends by itself.
   * @throws ToolError `APP_FAILED`; the reason of `signal`. It may still run then.
   */
  async start(signal?: AbortSignal): Promise<void> {
    await this.assertPortsAreFree();
    signal?.throwIfAborted();
    const { preloads, onMessage } = this.options;
    const spawned = spawnApp(this.entry(), {
      environment: this.environment(),
      onLine: (text) => this.write(text),
      ...(preloads && { preloads }),
      ...(onMessage && { onMessage }),
    });
    this.spawned = spawned;
    this.lastExit = spawned.ended.then((end) => this.ended({ app: this.name, ...end }));
    await waitUntilReady(`${this.address.health}/health/ready`, {
      timeoutMs: this.options.readyTimeoutMs ?? 60_000,
      ended: this.lastExit,
      ...(signal && { signal }),
      fail: (why) => this.failure(why),
    });
  }

  /**
   * From now on, that it ends by itself is told to `onUnexpectedExit`.
   * @throws ToolError `APP_FAILED` when it has ended already
   */
  watch(): void {
    if (!this.spawned) throw this.failure('ended soon after it was ready');
    this.isExpectedToRun = true;
  }

  kill(signal: NodeJS.Signals): void {
    this.isExpectedToRun = false;
    this.spawned?.kill(signal);
  }

  /** To whatever of its `preloads` listens; nobody does while it does not run. */
  send(message: object): void {
    this.spawned?.send(message);
  }

  /** Lets it drain, and kills it past its time. @returns how it ended */
  async stop(): Promise<AppExit> {
    this.kill('SIGTERM');
    const deadline = setTimeout(() => this.kill('SIGKILL'), this.options.stopTimeoutMs ?? 30_000);
    try {
      return await this.lastExit;
    } finally {
      clearTimeout(deadline);
    }
  }

  private ended(exit: AppExit): AppExit {
    this.spawned = undefined;
    if (this.isExpectedToRun) this.options.onUnexpectedExit?.(exit);
    this.isExpectedToRun = false;
    return exit;
  }

  private write(text: string): void {
    this.lines.push(text);
    if (this.lines.length > tailLines) this.lines.shift();
    this.options.onLine?.({ app: this.name, text });
  }

  private environment(): NodeJS.ProcessEnv {
    const { environment, ports } = this.options;
    return {
      ...process.env,
      ...environment,
      HEALTH_PORT: String(ports.health),
      ...(ports.http !== undefined && { PORT: String(ports.http) }),
    };
  }

  private entry(): string {
    const entry = path.join(projectRoot, 'dist', 'apps', this.name, 'src', 'main.js');
    if (existsSync(entry)) return entry;
    throw new ToolError('APP_FAILED', `${this.name} is not built. Build it: npm run build`);
  }

  /** Otherwise whoever has the port would tell us that our app is ready. */
  private async assertPortsAreFree(): Promise<void> {
    for (const port of Object.values(this.options.ports)) {
      if (await isFree(port)) continue;
      const remedy =
        'Stop what listens there: another start of the apps, perhaps. Or take any ports: ' +
        'npm run start:all -- --free-ports.';
      throw new ToolError('APP_FAILED', `${this.name} needs port ${port}, in use. ${remedy}`);
    }
  }

  private failure(why: string): ToolError {
    const text = `${this.name} ${why}. Its last lines:\n${this.tail || '(none)'}`;
    return new ToolError('APP_FAILED', text);
  }
}
