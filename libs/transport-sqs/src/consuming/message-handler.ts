import { afterFailure, processInTurn, sleep } from '@app/messaging';
import type { Clock, ConcurrencyLimit, Consumer, Delivery } from '@app/messaging';
import type { DeliveryPipeline, RetryState, Source } from '@app/messaging';
import type { DeadLetters } from './dead-letters.js';
import type { Outcome } from './group-lanes.js';
import type { HeldMessage } from './held-message.js';

export interface MessageHandlerOptions {
  readonly source: Omit<Source, 'coordinates'>;
  readonly consumer: Consumer;
  readonly limit: ConcurrencyLimit;
  readonly pipeline: Pick<DeliveryPipeline, 'process'>;
  readonly deadLetters: Pick<DeadLetters, 'write'>;
  readonly clock: Clock;
  /** Aborted when the app stops: what runs may finish, nothing starts. */
  readonly stopping: AbortSignal;
}

/**
 * Takes a message through its attempts, in place: SQS counts deliveries, so handing it back would
 * charge the followers of its group for its failures.
 */
export class MessageHandler {
  constructor(private readonly options: MessageHandlerOptions) {}

  /** @param park told when the message begins and ends to wait for its next attempt */
  async handle(message: HeldMessage, park: (parked: boolean) => void): Promise<Outcome> {
    const { clock, deadLetters, stopping } = this.options;
    const signals = [stopping, message.signal];
    let state: RetryState = { attempt: 1 };
    for (;;) {
      const delivery = this.toDelivery(message, state);
      const settlement = await processInTurn(delivery, this.options);
      if (!settlement || message.isLost) return 'given-up';
      switch (settlement.kind) {
        case 'ack':
          return 'finished';
        case 'dead-letter': {
          park(true);
          const isWritten = await deadLetters.write(delivery, settlement, signals);
          park(false);
          return isWritten && !message.isLost ? 'finished' : 'given-up';
        }
        case 'retry':
          if (settlement.costsAttempt) state = afterFailure(state, clock.now());
          park(true);
          await sleep(clock, settlement.delayMs, signals);
          park(false);
          break;
        default:
          return settlement satisfies never;
      }
    }
  }

  private toDelivery({ received, signal }: HeldMessage, state: RetryState): Delivery {
    const { body, coordinates, group, headers } = received;
    const source = { ...this.options.source, coordinates };
    return {
      body,
      headers,
      source,
      signal,
      ...(group !== undefined && { key: group }),
      ...state,
    };
  }
}
