import { AppProcess } from '../../../tools/apps/app-process.js';
import { askReadiness } from '../../../tools/apps/wait-until-ready.js';
import type { AppExit, AppName, AppPorts } from '../../../tools/apps/apps.js';
import { errorText } from '../../../tools/shared/error-text.js';
import { until } from '@app/testing';
import type { Order, Tiding } from '../failpoints/orders.js';

export interface SupervisedAppOptions {
  readonly name: AppName;
  readonly ports: AppPorts;
  readonly environment: Readonly<Record<string, string>>;
  readonly preloads: readonly string[];
  readonly log: (line: string) => void;
  readonly onTiding: (app: AppName, tiding: Tiding) => void;
  readonly onDeath: (exit: AppExit) => void;
}

/** An app that is started again whenever it ends, as an orchestrator would. */
export class SupervisedApp {
  readonly process: AppProcess;
  /** How often it has ended. */
  deaths = 0;
  private isOver = false;
  private isFrozen = false;
  private isReady = false;

  constructor(private readonly options: SupervisedAppOptions) {
    const { name, ports, environment, preloads, log, onTiding } = options;
    this.process = new AppProcess({
      name,
      ports,
      environment,
      preloads,
      readyTimeoutMs: 120_000,
      onLine: ({ text }) => log(text),
      onMessage: (message) => onTiding(name, message as Tiding),
      onUnexpectedExit: (exit) => this.ended(exit),
    });
  }

  get name(): AppName {
    return this.options.name;
  }

  /** Whether it runs, and says at this moment that it can work. */
  async isUp(): Promise<boolean> {
    if (!this.isReady) return false;
    return (await askReadiness(`${this.process.address.health}/health/ready`)).isReady;
  }

  /** Resolves when it is ready the first time. @throws ToolError `APP_FAILED` */
  async start(): Promise<void> {
    await this.process.start();
    this.process.watch();
    this.isReady = true;
  }

  /** Resolves when it is told, which one that is being started again is once it is ready. */
  async order(order: Order): Promise<void> {
    await until(() => this.isReady, { timeoutMs: 90_000, what: `${this.name} to take orders` });
    this.process.send(order);
  }

  /** Nothing waits for it to come by any more; a new process was never told to die. */
  disarm(): void {
    this.process.send({ kind: 'disarm' } satisfies Order);
  }

  /** It ends, and is started again. Resolves once it is ready. */
  async crash(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const { deaths } = this;
    this.signal(signal);
    await this.whenBackFrom(deaths);
  }

  /** Once it has ended more often than `deaths`, and is ready again. */
  async whenBackFrom(deaths: number, timeoutMs = 90_000): Promise<void> {
    await until(() => this.deaths > deaths && this.isReady, {
      timeoutMs,
      what: `${this.name} to end and to be ready again`,
    });
  }

  freeze(): void {
    this.isFrozen = true;
    this.signal('SIGSTOP');
  }

  thaw(): void {
    this.isFrozen = false;
    this.signal('SIGCONT');
  }

  /** For good. @returns how it ended */
  async stop(): Promise<AppExit> {
    this.isOver = true;
    if (this.isFrozen) this.thaw();
    return this.process.stop();
  }

  private signal(signal: NodeJS.Signals): void {
    const { pid } = this.process;
    if (pid !== undefined) process.kill(pid, signal);
  }

  private ended(exit: AppExit): void {
    this.isReady = false;
    this.deaths += 1;
    this.options.log(`-- ended: ${exit.signal ?? `exit code ${exit.code}`}`);
    this.options.onDeath(exit);
    void this.startAgain();
  }

  private async startAgain(): Promise<void> {
    while (!this.isOver && !this.isReady) {
      try {
        await this.start();
      } catch (error) {
        this.options.log(`-- not started: ${errorText(error)}`);
        await this.process.stop();
      }
    }
    if (this.isOver) await this.process.stop();
  }
}
