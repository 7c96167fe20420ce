import { processInPlace } from '@app/messaging';
import type { Delivery, InPlace, RetryState, Source } from '@app/messaging';
import type { DeadLetters } from './dead-letters.js';
import type { Outcome } from './group-lanes.js';
import type { HeldMessage } from './held-message.js';

export interface MessageHandlerOptions extends InPlace {
  readonly source: Omit<Source, 'coordinates'>;
  readonly deadLetters: Pick<DeadLetters, 'write'>;
}

/**
 * Takes a message through its attempts, in place: SQS counts deliveries, so handing it back would
 * charge the followers of its group for its failures.
 */
export class MessageHandler {
  constructor(private readonly options: MessageHandlerOptions) {}

  /** @param park told when the message begins and ends to wait for its next attempt */
  async handle(message: HeldMessage, park: (parked: boolean) => void): Promise<Outcome> {
    const settled = await processInPlace((state) => this.toDelivery(message, state), this.options, {
      onWaiting: park,
    });
    if (!settled) return 'given-up';
    const { delivery, settlement } = settled;
    if (settlement.kind === 'ack') return 'finished';
    const { deadLetters, stopping } = this.options;
    park(true);
    const isWritten = await deadLetters.write(delivery, settlement, [stopping, message.signal]);
    park(false);
    return isWritten && !message.isLost ? 'finished' : 'given-up';
  }

  private toDelivery({ received, signal }: HeldMessage, state: RetryState): Delivery {
    const { body, coordinates, group, headers, isRedelivered, movedByBroker } = received;
    const source = { ...this.options.source, coordinates };
    return {
      body,
      headers,
      source,
      mayHaveStarted: isRedelivered,
      movedByBroker,
      signal,
      ...(group !== undefined && { key: group }),
      ...state,
    };
  }
}
