import type { CloudEvent, EventDefinition } from '@app/events';
import type { Transaction } from '@app/database';
import type { EventComposer, PublisherRegistry } from '@app/messaging';
import { replaceMethod } from '../failpoints/watch.js';

/** What `Outbox` has inside. */
interface OutboxParts {
  readonly composer: EventComposer;
  readonly relay: { readonly publishers: PublisherRegistry };
  transactionFor(type: string): Transaction;
}

/** Events leave after the commit, without an outbox row that would remember them. */
export async function installDirectPublish(): Promise<void> {
  const place = { module: 'libs/outbox/src/outbox.js', className: 'Outbox', method: 'add' };
  await replaceMethod(place, () => {
    return function (...args) {
      const { composer, relay, ...parts } = partsOf(this);
      const [definition, data, causedBy] = args as [EventDefinition, never, CloudEvent?];
      const { event, message, destinations } = composer.compose(definition, data, causedBy);
      parts.transaction(definition.type).afterCommit(() => {
        for (const destination of destinations) {
          relay.publishers.publish(destination, message).catch((error: unknown) => {
            console.error(`${message.type} ${message.id} is lost: ${String(error)}`);
          });
        }
      });
      return event;
    };
  });
}

function partsOf(outbox: unknown) {
  const parts = outbox as OutboxParts;
  return {
    composer: parts.composer,
    relay: parts.relay,
    transaction: (type: string) => parts.transactionFor(type),
  };
}
