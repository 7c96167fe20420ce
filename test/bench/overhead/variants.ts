import { Writable } from 'node:stream';
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
  /** Puts this process into the state that the variant means, for good. */
  prepare(): void;
}

const ignore = (): void => undefined;

/** Health, metrics, broker figures and logs, as the apps have them; lines go nowhere. */
function observed(environment: Environment): Partial<StartOptions> {
  const destination = new Writable({ write: (_line, _encoding, done) => done() });
  return {
    modules: [HealthModule.forRoot({ healthPort: 0 })],
    logger: new PinoLogger({ app: 'bench', environment, destination }),
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
      Object.assign(DeliveryMeter.prototype, { startedFirst: ignore, ended: ignore });
      Object.assign(DurationHistogram.prototype, { observe: ignore });
    },
  },
  {
    name: 'metrics and logs',
    against: 'no metrics, no logs',
    extras: observed,
    prepare: ignore,
  },
  {
    name: 'tracing not present',
    extras: observed,
    prepare: () => {
      Object.assign(DeliveryPipeline.prototype, {
        process: async function (this: Runs, delivery: unknown, consumer: unknown, turn = {}) {
          return (await this.run(delivery, consumer, turn)).settlement;
        },
      });
    },
  },
  {
    name: 'tracing off',
    against: 'tracing not present',
    extras: observed,
    prepare: ignore,
  },
  {
    name: 'tracing on, all spans kept',
    against: 'tracing off',
    extras: observed,
    prepare: () => {
      const exporter = {
        export: (_spans: unknown, done: (result: { code: number }) => void) => done({ code: 0 }),
        shutdown: () => Promise.resolve(),
      };
      const provider = new NodeTracerProvider({
        spanProcessors: [new BatchSpanProcessor(exporter)],
      });
      provider.register();
    },
  },
];
