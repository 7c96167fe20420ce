import { parseArgs } from 'node:util';

export const help = `Tells the story of six orders on five apps, step by step.

  npm run demo                 on real Kafka, RabbitMQ, SQS (ElasticMQ), Redis and PostgreSQL: those
                               that the environment names, else Docker's, else installed and
                               started here (Debian)
  npm run demo -- --embedded   all in one process, on brokers in memory: needs nothing but Node
  npm run demo -- --once       ends when the story is told: 0 if every outcome was as expected

Without --once everything stays up until Ctrl-C. RESOURCE_PREFIX goes before the name of every
topic, queue and schema. Logs of the apps are in .stack/logs.`;

export interface DemoOptions {
  readonly once: boolean;
  readonly embedded: boolean;
  readonly help: boolean;
}

export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: 'boolean', default: false },
      embedded: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return values;
}
