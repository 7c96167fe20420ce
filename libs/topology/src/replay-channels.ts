import type { Channel } from '@app/messaging';

/** What is replayed of a Kafka topic for one consumer group: `orders.events.replay.task-worker`. */
export function replaysOf({ broker, name, kind }: Channel, app: string): Channel {
  return { broker, kind, name: `${name}.replay.${app}` };
}
