import { Writable } from 'node:stream';
import type { Environment, StartOptions } from '@app/messaging';
import { DeliveryPipeline } from '@app/messaging';
import { HealthModule, PinoLogger } from '@app/observability';
import { DeliveryMeter } from '../../../libs/messaging/src/metrics/delivery-meter.js';
import { DurationHistogram } from '../../../libs/messaging/src/metrics/duration-histogram.js';
import { registerProvider } from '../../../libs/observability/src/tracing/register-provider.js';

/** One way to observe an app. */
export interface Variant {
  readonly name: string;
  /** Those that it is compared with. */
  readonly against: readonly string[];
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

const metricsAndLogs = 'metrics and logs, tracing off';

export const variants: readonly Variant[] = [
  {
    name: 'nothing observed',
    against: [],
    extras: () => ({ logger: false }),
    prepare: () => {
      Object.assign(DeliveryMeter.prototype, { startedFirst: ignore, ended: ignore });
      Object.assign(DurationHistogram.prototype, { observe: ignore });
    },
  },
  {
    name: 'metrics and logs, no code for tracing',
    against: [],
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
    name: metricsAndLogs,
    against: ['nothing observed', 'metrics and logs, no code for tracing'],
    extras: observed,
    prepare: ignore,
  },
  {
    name: 'metrics, logs and every span',
    against: [metricsAndLogs],
    extras: observed,
    prepare: () => registerProvider('bench'),
  },
];
