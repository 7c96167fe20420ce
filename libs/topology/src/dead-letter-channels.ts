import type { Channel } from '@app/messaging';
import {
  audit,
  deadLetterOutcomes,
  notifications,
  orderActivity,
  ordersEvents,
  payments,
  shipments,
  tasks,
} from './channels.js';

/** A channel, and the one beside it where its dead letters lie. */
export interface DeadLetterChannel {
  readonly channel: Channel;
  /** What it is the dead-letter channel of. */
  readonly of: Channel;
}

/** Every channel that somebody reads, but for replays: their dead letters lie with the others. */
const read = [
  ordersEvents,
  payments,
  notifications,
  audit,
  shipments,
  tasks,
  orderActivity,
  deadLetterOutcomes,
];

/** All places where this system leaves what it could not handle. */
export const deadLetterChannels: readonly DeadLetterChannel[] = read.map((of) => ({
  channel: deadLettersOf(of),
  of,
}));

/** As the transports name them. */
export function deadLettersOf({ broker, name, kind }: Channel): Channel {
  if (broker !== 'sqs') return { broker, kind, name: `${name}.dlq` };
  const [, queue, fifo = ''] = /^(.*?)(\.fifo)?$/.exec(name) ?? [];
  return { broker, kind, name: `${queue}-dlq${fifo}` };
}
