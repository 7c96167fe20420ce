import type { Delivery } from './delivery.js';

/**
 * Takes the messages of a channel as they are: nothing is decoded, checked or limited before, and
 * nothing becomes a dead letter. For channels that hold what others could not handle.
 */
export abstract class RawHandler {
  /**
   * Resolves once the message is safe, however long that takes. It must not reject.
   * @param stopping aborted when the app stops
   * @returns whether the message may be acknowledged; false leaves it at the broker, which is for a
   * delivery that is no longer ours, or an app that stops
   */
  abstract take(delivery: Delivery, stopping: AbortSignal): Promise<boolean>;
}
