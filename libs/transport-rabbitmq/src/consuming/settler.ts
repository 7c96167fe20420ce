import type { MessageProperties } from 'amqplib';
import type { Clock, Delivery, Settlement } from '@app/messaging';
import type { Envelope } from '../publishing/envelope.js';
import type { RabbitMqSender } from '../publishing/rabbitmq.sender.js';
import type { ResourceNames } from '../topology/resource-names.js';
import { deadLetterEnvelopes, retryEnvelope } from './onward-envelope.js';
import { sendPersistently } from './send-persistently.js';

/** Does what a settlement asks for before the message may be acknowledged. */
export class Settler {
  constructor(
    private readonly sender: RabbitMqSender,
    private readonly names: ResourceNames,
    private readonly clock: Clock,
  ) {}

  /**
   * @param giveUp aborted when no more deliveries are accepted: what fails then is handed back
   * @returns whether the message may be acknowledged: it is done, or safe in another queue
   */
  async carryOut(
    settlement: Settlement,
    delivery: Delivery,
    properties: MessageProperties,
    giveUp: AbortSignal,
  ): Promise<boolean> {
    // The broker has redelivered it, or will: sent on as well, it would be two.
    if (delivery.signal.aborted) return false;
    const onward = this.onward(settlement, delivery, properties);
    return !onward || sendPersistently(this.sender, onward, this.clock, giveUp);
  }

  /** The message to send on and, where there is one, a plainer form of it. */
  private onward(
    settlement: Settlement,
    delivery: Delivery,
    properties: MessageProperties,
  ): [Envelope, Envelope?] | undefined {
    const now = this.clock.now();
    switch (settlement.kind) {
      case 'ack':
        return undefined;
      case 'retry':
        return [retryEnvelope(delivery, properties, settlement, this.names, now)];
      case 'dead-letter':
        return deadLetterEnvelopes(delivery, properties, settlement, this.names, now);
      default:
        return settlement satisfies never;
    }
  }
}
