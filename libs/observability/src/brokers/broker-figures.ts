import {
  channelLabels,
  type Labels,
  type Metric,
  type MetricRegistry,
  type Sample,
} from '@app/messaging';
import type { BrokerPoll } from './broker-poll.js';

const UP: Metric = {
  name: 'messaging_broker_up',
  help: '1 while the broker can be used and answers what it is asked for these figures.',
  kind: 'gauge',
};
const AGE: Metric = {
  name: 'messaging_broker_figures_age_seconds',
  help: "How long ago the broker answered last: so old are its figures. They stay while it's away.",
  kind: 'gauge',
};
const WAITING: Metric = {
  name: 'messaging_waiting_messages',
  help: 'Messages that wait at the broker for the consumer, in all of its processes.',
  kind: 'gauge',
};

/** Announces what brokers said when they were asked last. */
export function announceBrokers(registry: MetricRegistry, polls: readonly BrokerPoll[]): void {
  registry.add(UP, () => polls.map((it) => ({ labels: system(it), value: it.isUp ? 1 : 0 })));
  registry.add(AGE, () =>
    polls.flatMap((it) => {
      const value = it.figuresAgeSeconds;
      return value === undefined ? [] : [{ labels: system(it), value }];
    }),
  );
  registry.add(WAITING, () =>
    polls.flatMap(({ broker, figures }) =>
      figures.channels.map(({ channel, waiting }) => ({
        labels: channelLabels({ broker, name: channel }),
        value: waiting,
      })),
    ),
  );
  for (const poll of polls) {
    for (const metric of poll.metrics) registry.add(metric, () => samplesOf(poll, metric));
  }
}

function system({ broker }: BrokerPoll): Labels {
  return { messaging_system: broker };
}

function samplesOf({ figures }: BrokerPoll, metric: Metric): Sample[] {
  return figures.samples.filter((it) => it.metric === metric);
}
