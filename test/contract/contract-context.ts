import { randomUUID } from 'node:crypto';
import { EventRoutes, startApp, SystemClock } from '@app/messaging';
import type { Channel, Environment, RetryPolicy, Subscription } from '@app/messaging';
import { HealthModule } from '@app/observability';
import { contractApp } from '../fixtures/contract/contract-app.js';
import {
  contractCatalogue,
  ContractHappened,
  ContractUnheard,
} from '../fixtures/contract/contract-events.js';
import { HandlerProbe } from '../fixtures/contract/handler-probe.js';
import type {
  BrokerFeatures,
  BrokerHarness,
  ContractBroker,
  ContractChannel,
} from './broker-harness.js';
import { RunningApp } from './running-app.js';

/** Quick, since the suite waits for it. */
const QUICK_RETRIES: RetryPolicy = { maxRetries: 2, initialDelayMs: 40, maxDelayMs: 100 };

export interface AppOptions {
  /** Instances of one name share the work. Default: a name of its own. */
  readonly name?: string;
  readonly probe?: HandlerProbe;
  readonly concurrency?: number;
  readonly retry?: Partial<RetryPolicy>;
  readonly environment?: Environment;
  /** Further channels of the same broker that the app reads. */
  readonly alsoReads?: readonly Channel[];
  /** With a health port, as real apps have one. */
  readonly observed?: boolean;
  /** False for an app that only publishes. */
  readonly consumes?: boolean;
}

/** The broker under test for a scope (a test, the whole suite), and all that it has to close. */
export class ContractContext {
  private harness: BrokerHarness | undefined;
  private readonly toClose: (() => Promise<void>)[] = [];

  /** @param whole the context of the suite, whose broker a test's context shares */
  constructor(
    private readonly broker: ContractBroker,
    private readonly whole?: ContractContext,
  ) {}

  get features(): BrokerFeatures {
    return this.broker.features;
  }

  async start(): Promise<void> {
    this.harness = await this.broker.start();
  }

  async stop(): Promise<void> {
    await this.harness?.close();
  }

  /** Closes what was opened since the last time, the latest first. */
  async closeAll(): Promise<void> {
    for (let close = this.toClose.pop(); close; close = this.toClose.pop()) await close();
  }

  onClose(close: () => Promise<void>): void {
    this.toClose.push(close);
  }

  async openChannel(): Promise<ContractChannel> {
    const harness = this.whole?.harness ?? this.harness;
    if (!harness) throw new Error('The broker harness has not been started.');
    const channel = await harness.openChannel();
    this.onClose(() => channel.close());
    return channel;
  }

  /** An app of the contract on the transport under test. */
  async startApp(channel: ContractChannel, options: AppOptions = {}): Promise<RunningApp> {
    const name = options.name ?? newName();
    const probe = options.probe ?? new HandlerProbe();
    const reads = options.consumes === false ? [] : [channel.channel, ...(options.alsoReads ?? [])];
    const subscriptions = reads.map((read): Subscription => ({
      channel: read,
      ...(options.concurrency !== undefined && { concurrency: options.concurrency }),
      retry: { ...QUICK_RETRIES, ...options.retry },
    }));
    const nest = await startApp(contractApp(name, subscriptions, probe), {
      adapters: [channel.adapter],
      catalogue: contractCatalogue,
      routes: new EventRoutes([
        [ContractHappened, [channel.destination]],
        [ContractUnheard, [channel.destination]],
      ]),
      clock: new SystemClock(),
      environment: { HEALTH_PORT: '0', ...channel.environment, ...options.environment },
      modules: options.observed ? [HealthModule.forRoot({ healthPort: 0 })] : [],
      logger: false,
    });
    const app = new RunningApp(name, nest, probe);
    this.onClose(() => app.close());
    return app;
  }
}

/** A name that no other test, run or worker has. */
export function newName(): string {
  return `contract-${randomUUID().slice(0, 8)}`;
}
