import { setMaxListeners } from 'node:events';

/**
 * A controller whose signal all deliveries of a consumer listen to. Node takes more than ten
 * listeners for a leak and warns; here they are as many as the consumer's concurrency.
 */
export function sharedAbort(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
