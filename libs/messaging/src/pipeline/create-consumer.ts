import type { EventCatalogue } from '@app/events';
import type { Subscription } from '../delivery/subscription.js';
import { DEFAULT_RETRY_POLICY } from '../settlement/retry-policy.js';
import type { Consumer } from './consumer.js';
import type { HandlerTable } from './handler-table.js';

const DEFAULT_CONCURRENCY = 16;

/**
 * A consumer without a breaker; `Consumers` makes those of an app.
 * @param maxBodyBytes what the channel's broker carries; larger bodies are dead letters
 * @throws ConfigurationError when a handled type is not in the catalogue
 */
export function createConsumer(
  handlers: HandlerTable,
  subscription: Subscription,
  catalogue: EventCatalogue,
  maxBodyBytes: number,
): Consumer {
  return {
    handlers: handlers.lookup((subscription.handledAs ?? subscription.channel).name, catalogue),
    retry: { ...DEFAULT_RETRY_POLICY, ...subscription.retry },
    concurrency: subscription.concurrency ?? DEFAULT_CONCURRENCY,
    maxBodyBytes,
  };
}
