/** Where messages are routed: to the queues of one exact type, of matching types, or to all. */
export interface ExchangeDeclaration {
  readonly name: string;
  readonly type: 'direct' | 'topic' | 'fanout';
}

export interface Binding {
  readonly exchange: string;
  /** The event type on a direct exchange, a pattern (`order.*.v1`) on a topic; none on a fanout. */
  readonly pattern?: string;
}

/** A durable quorum queue. Beside it stand its dead-letter queue and its delay queues. */
export interface QueueDeclaration {
  readonly name: string;
  readonly bindings?: readonly Binding[];
  /** Messages that it holds at most, roughly: a burst overshoots. Default 1,000,000. */
  readonly maxLength?: number;
  /**
   * What happens to a message too many. `reject-publish` (default) refuses it, and the sender
   * knows. `drop-head` never stops the sender and drops the oldest: for copies whose loss can be
   * borne. What is dropped goes to the dead-letter queue, as far as the broker manages to (at most
   * once), and that queue then drops its own oldest beyond the same length. So both together keep
   * the newest, the disk stays bounded, and a flood may push out dead letters that handlers left.
   */
  readonly overflow?: 'reject-publish' | 'drop-head';
}

/** Everything that a system has at RabbitMQ, as plain data. Names are without resource prefix. */
export interface RabbitMqTopology {
  readonly exchanges: readonly ExchangeDeclaration[];
  readonly queues: readonly QueueDeclaration[];
}
