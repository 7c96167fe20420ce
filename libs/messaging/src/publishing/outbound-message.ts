import type { MessageHeaders } from '@app/events';

/** A place that messages are sent to: a topic, an exchange or a queue of a broker. */
export interface Destination {
  readonly broker: string;
  /** Without the resource prefix. */
  readonly name: string;
}

/** A message as it leaves: the broker carries body and headers untouched. */
export interface OutboundMessage {
  /** Event id, plus the replay number where there is one: what brokers deduplicate by. */
  readonly id: string;
  /** The event type: the routing key, where a broker has one. */
  readonly type: string;
  /** What orders it: partition key, message group. */
  readonly key: string;
  readonly body: Buffer;
  readonly headers: MessageHeaders;
}
