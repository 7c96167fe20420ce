import { AsyncLocalStorage } from 'node:async_hooks';
import type { CloudEvent } from '@app/events';
import type { Delivery } from './delivery.js';

export interface CurrentDelivery {
  readonly delivery: Delivery;
  readonly event: CloudEvent;
}

const storage = new AsyncLocalStorage<CurrentDelivery | undefined>();

/**
 * The delivery that the running code belongs to. It gives log lines their event id and new events
 * their correlation and causation; it never carries a transaction.
 */
export const deliveryScope = {
  current: (): CurrentDelivery | undefined => storage.getStore(),
  run: <T>(current: CurrentDelivery, work: () => T): T => storage.run(current, work),
  /** For transports in this process: what a publisher triggers must not inherit its scope. */
  exit: <T>(work: () => T): T => storage.run(undefined, work),
};
