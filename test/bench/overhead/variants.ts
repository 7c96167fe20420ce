import { Writable } from 'node:stream';
import { context, propagation, trace } from '@opentelemetry/api';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Environment, StartOptions } from '@app/messaging';
import { DeliveryPipeline } from '@app/messaging';
import { HealthModule, PinoLogger } from '@app/observability';
import { DeliveryMeter } from '../../../libs/messaging/src/metrics/delivery-meter.js';
import { DurationHistogram } from '../../../libs/messaging/src/metrics/duration-histogram.js';

/** One way to observe an app. */
export interface Variant {
  readonly name: string;
  /** The one that it is compared with. */
  readonly against?: string;
  /** What an app is started with. */
  extras(environment: Environment): Partial<StartOptions>;
  /** Puts this process into the state that the variant means. @returns what undoes it */
  prepare(): () => Promise<void>;
}

const ignore = (): void => undefined;
const nothing = (): Promise<void> => Promise.resolve();

/** Health, metrics, broker figures and logs, as the apps have them; lines go nowhere. */
function observed(environment: Environment): Partial<StartOptions> {
  const destination = new Writable({ write: (_line, _encoding, done) => done() });
  return {
    modules: [HealthModule.forRoot({ healthPort: 0 })],
    logger: new PinoLogger({ app: 'bench', environment, destination }),
  };
}

/** Replaces methods of a class by others, for a while. */
function patch(prototype: object, methods: Readonly<Record<string, unknown>>): () => void {
  const originals = Object.keys(methods).map(
    (name) => [name, Object.getOwnPropertyDescriptor(prototype, name)!] as const,
  );
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  }
  return () => {
    for (const [name, descriptor] of originals) Object.defineProperty(prototype, name, descriptor);
  };
}

interface Runs {
  run(delivery: unknown, consumer: unknown, turn: object): Promise<{ settlement: unknown }>;
}

export const variants: readonly Variant[] = [
  {
    name: 'no metrics, no logs',
    extras: () => ({ logger: false }),
    prepare: () => {
      const undo = [
        patch(DeliveryMeter.prototype, { startedFirst: ignore, ended: ignore }),
        patch(DurationHistogram.prototype, { observe: ignore }),
      ];
      return async () => undo.forEach((it) => it());
    },
  },
  {
    name: 'metrics and logs',
    against: 'no metrics, no logs',
    extras: observed,
    prepare: () => nothing,
  },
  {
    name: 'tracing not present',
    extras: observed,
    prepare: () => {
      const undo = patch(DeliveryPipeline.prototype, {
        process: async function (this: Runs, delivery: unknown, consumer: unknown, turn = {}) {
          return (await this.run(delivery, consumer, turn)).settlement;
        },
      });
      return async () => undo();
    },
  },
  {
    name: 'tracing off',
    against: 'tracing not present',
    extras: observed,
    prepare: () => nothing,
  },
  {
    name: 'tracing on, all spans kept',
    against: 'tracing off',
    extras: observed,
    prepare: () => {
      const exporter = {
        export: (_spans: unknown, done: (result: { code: number }) => void) => done({ code: 0 }),
        shutdown: nothing,
      };
      const provider = new NodeTracerProvider({
        spanProcessors: [new BatchSpanProcessor(exporter)],
      });
      provider.register();
      return async () => {
        await provider.shutdown();
        trace.disable();
        context.disable();
        propagation.disable();
      };
    },
  },
];
