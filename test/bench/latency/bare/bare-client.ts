/** What the bare processes tell each other. */
export interface BareMessage {
  /** Kept in the inbox of whoever handles it. */
  readonly id: string;
  readonly kind: string;
  readonly orderId: string;
}

/** A broker's own client, as its documentation shows it. */
export interface BareClient {
  /** Resolves when the broker has confirmed. */
  publish(message: BareMessage): Promise<void>;
  /** Acknowledges a message once it is handled. */
  consume(handle: (message: BareMessage) => Promise<void>): Promise<void>;
}

export type BareBroker = 'kafka' | 'rabbitmq' | 'sqs' | 'bullmq' | 'redis-streams';
