export interface Mail {
  readonly customerId: string;
  readonly orderId: string;
  readonly text: string;
}

/**
 * Whoever delivers mail: a system of its own, outside our database and its transactions. It takes
 * no idempotency key, so what is sent twice arrives twice.
 */
export abstract class Mailbox {
  abstract send(mail: Mail, signal: AbortSignal): Promise<void>;
}
