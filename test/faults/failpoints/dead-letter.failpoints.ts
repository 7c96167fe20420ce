import type { Failpoint } from './failpoint.js';

/** What writes the dead letters of a broker. */
interface Writer extends Pick<Failpoint, 'module' | 'className' | 'method' | 'counts'> {
  readonly broker: string;
  readonly app: NonNullable<Failpoint['needsPoison']>;
  /** What is still to happen to the source once its dead letter is there. */
  readonly source: string;
}

const isDeadLetter = ([settlement]: readonly unknown[]): boolean =>
  Reflect.get(Object(settlement), 'kind') === 'dead-letter';

const deadLetters = { className: 'DeadLetters', method: 'write' };
const settler = { className: 'Settler', method: 'carryOut', counts: isDeadLetter };

const writers: readonly Writer[] = [
  {
    broker: 'Kafka',
    app: 'kafka-consumer',
    module: 'libs/transport-kafka/src/consuming/dead-letters.js',
    ...deadLetters,
    source: 'its source not committed',
  },
  {
    broker: 'RabbitMQ',
    app: 'rabbitmq-worker',
    module: 'libs/transport-rabbitmq/src/consuming/settler.js',
    ...settler,
    source: 'its source not acknowledged',
  },
  {
    broker: 'SQS',
    app: 'sqs-poller',
    module: 'libs/transport-sqs/src/consuming/dead-letters.js',
    ...deadLetters,
    source: 'its source not deleted',
  },
  {
    broker: 'BullMQ',
    app: 'task-worker',
    module: 'libs/transport-bullmq/src/consuming/settler.js',
    ...settler,
    source: 'its job not failed',
  },
];

/** Around the write of a dead letter, which must be there before its source is settled. */
export const deadLetterFailpoints: readonly Failpoint[] = writers.flatMap(
  ({ broker, app, source, ...watched }): Failpoint[] => {
    const name = `${broker.toLowerCase()}-dead-letter`;
    return [
      {
        name: `before-${name}`,
        when: `with a dead letter due on ${broker} and not written`,
        apps: [app],
        ...watched,
        side: 'before',
        needsPoison: app,
      },
      {
        name: `after-${name}`,
        when: `with a dead letter on ${broker} and ${source}`,
        apps: [app],
        ...watched,
        side: 'after',
        needsPoison: app,
      },
    ];
  },
);
