import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { until } from '@app/testing';
import { allAppNames, type AppExit, type AppName } from '../../../tools/apps/apps.js';
import { AppProcess } from '../../../tools/apps/app-process.js';
import { choosePorts } from '../../../tools/apps/choose-ports.js';
import { servers } from '../../../tools/stack/servers.js';
import type { Tiding } from '../failpoints/orders.js';
import { AdminApi } from '../../e2e/admin-api.js';
import type { SentOrder } from '../load/load.js';
import { DeadLetterLedger } from '../oracle/dead-letter-ledger.js';
import { DeadLetterShelf } from '../oracle/dead-letters.js';
import type { ExpectedDeadLetter } from '../oracle/expected-dead-letters.js';
import { faultsFolder, type FaultStack } from '../stack/fault-stack.js';
import type { Ground } from '../stack/ground.js';
import type { Links } from '../stack/links.js';
import { serverNames } from '../stack/server-names.js';
import type { Variant } from '../variants/variants.js';
import { appEnvironment } from './app-environment.js';
import { AppLogs } from './app-logs.js';
import { MailSuspects } from './suspects.js';
import { SupervisedApp } from './supervised-app.js';
import { Tap } from './tap.js';

const preload = fileURLToPath(new URL('../failpoints/preload.js', import.meta.url));

export interface FaultSystemOptions {
  readonly variant?: Variant | undefined;
  /** Before every name on the servers. */
  readonly prefix: string;
  /** Of the folder with what the apps write. Default: the prefix. */
  readonly logName?: string;
  /** Default: all of them. */
  readonly apps?: readonly AppName[];
}

/** The built apps on servers of their own, and everything that may be done to them. */
export class FaultSystem {
  readonly mailSuspects = new MailSuspects();
  /** By `Idempotency-Key`: orders that a fault has placed to end as dead letters. */
  readonly doomed = new Map<string, SentOrder>();
  /** By `Idempotency-Key`: orders of faults that become dead letters, and end right once replayed. */
  readonly mended = new Map<string, SentOrder>();
  readonly expectedDeadLetters: ExpectedDeadLetter[] = [];
  readonly deadLetters: DeadLetterShelf;
  /** Messages that an app had handled before: what idempotency kept away. */
  duplicates = 0;
  private readonly apps = new Map<AppName, SupervisedApp>();
  private readonly wrongEnds: string[] = [];
  private shuttingDown = false;

  private constructor(
    private readonly ground: Ground,
    /** Addresses past the links, and the prefix: for whoever looks. */
    readonly direct: Readonly<Record<string, string>>,
    private readonly environment: Readonly<Record<string, string>>,
    readonly tap: Tap,
    readonly ledger: DeadLetterLedger,
    private readonly logs: AppLogs,
  ) {
    this.deadLetters = new DeadLetterShelf(ledger);
  }

  /** Resolves when all apps are ready. */
  static async start(ground: Ground, options: FaultSystemOptions): Promise<FaultSystem> {
    const { apps = allAppNames, prefix, variant, logName = prefix } = options;
    const direct = { ...ground.addresses, RESOURCE_PREFIX: prefix };
    const environment = {
      ...ground.links.through(direct),
      ...appEnvironment,
      ADMIN_TOKEN: randomBytes(24).toString('hex'),
      ...(variant && { FAULTS_VARIANT: variant }),
    };
    const logs = new AppLogs(path.join(faultsFolder, 'logs', logName));
    const note = (line: string) => logs.write('suite', line);
    const url = ground.addresses['DATABASE_URL']!;
    const tap = new Tap(url, prefix, note);
    const ledger = new DeadLetterLedger(url, prefix, note);
    const system = new FaultSystem(ground, direct, environment, tap, ledger, logs);
    try {
      await system.startApps(apps);
      await tap.install();
      return system;
    } catch (error) {
      await system.stop();
      throw error;
    }
  }

  get stack(): FaultStack {
    return this.ground.stack;
  }

  get links(): Links {
    return this.ground.links;
  }

  /** Base address of the order API. */
  get api(): string {
    return this.app('order-producer').process.address.api!;
  }

  /** The API of dead-letter-admin. */
  get admin(): AdminApi {
    const { api } = this.app('dead-letter-admin').process.address;
    return new AdminApi(api!, this.environment['ADMIN_TOKEN']!);
  }

  get logFolder(): string {
    return this.logs.folder;
  }

  app(name: AppName): SupervisedApp {
    const app = this.apps.get(name);
    if (!app) throw new Error(`There is no app ${name}.`);
    return app;
  }

  /** For whoever looks into what happened: `suite.log`, beside those of the apps. */
  note(line: string): void {
    this.logs.write('suite', `${new Date().toISOString()} ${line}`);
  }

  /** How often apps have ended so far. */
  get deaths(): number {
    return [...this.apps.values()].reduce((sum, app) => sum + app.deaths, 0);
  }

  /** Resolves when every app runs and says that it is ready. */
  async whenUp(timeoutMs = 180_000): Promise<void> {
    await Promise.all(
      [...this.apps.values()].map((app) =>
        until(async () => (await app.isUp()) || sleep(200, false), {
          timeoutMs,
          what: `${app.name} to be ready`,
        }),
      ),
    );
  }

  /** One more process of an app, which shares the work of the first. */
  async startInstance(name: AppName): Promise<AppProcess> {
    const { [name]: ports } = await choosePorts('free');
    const instance = new AppProcess({
      name,
      ports,
      environment: this.environment,
      preloads: [preload],
      onLine: ({ text }) => this.logs.write(name, `second: ${text}`),
      onMessage: (message) => this.hear(message as Tiding),
    });
    await instance.start();
    return instance;
  }

  /** Ends the apps in order. @returns those that ended now, or before, as nothing explains */
  async stopApps(): Promise<string[]> {
    this.shuttingDown = true;
    const exits = await Promise.all([...this.apps.values()].map((app) => app.stop()));
    exits.forEach((exit) => this.noteWrongEnd(exit));
    return [...this.wrongEnds];
  }

  async stop(): Promise<void> {
    await this.stopApps();
    await this.tap.close();
    await this.ledger.close();
    await this.logs.close();
  }

  private noteWrongEnd({ app, code, signal }: AppExit): void {
    if (code !== 0) this.wrongEnds.push(`${app} ended with ${signal ?? `exit code ${code}`}`);
  }

  private hear(tiding: Tiding): void {
    if (tiding.kind === 'duplicate') this.duplicates += 1;
  }

  private async startApps(names: readonly AppName[]): Promise<void> {
    const ports = await choosePorts('free');
    for (const name of names) {
      const app = new SupervisedApp({
        name,
        ports: ports[name],
        environment: this.environment,
        preloads: [preload],
        log: (line) => this.logs.write(name, line),
        onTiding: (_, tiding) => this.hear(tiding),
        onDeath: (exit) => {
          if (exit.app === 'task-worker' && !this.shuttingDown) this.mailSuspects.interrupt();
          // No fault does anything else to an app than to kill it, or to end it in order.
          if (exit.signal !== 'SIGKILL') this.noteWrongEnd(exit);
        },
      });
      this.apps.set(name, app);
    }
    await Promise.all([...this.apps.values()].map((app) => app.start()));
  }
}

/** Every server of the stack has a link; a new one is missed here at once. */
if (servers.length !== serverNames.length) {
  throw new Error('The stack has other servers than the fault suite knows.');
}
