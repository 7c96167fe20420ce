import { isObservable, lastValueFrom } from 'rxjs';
import type { DeliveryContext } from '../delivery/delivery-context.js';
import type { Handler } from './handler-table.js';

/**
 * Runs a Nest handler to its end. With an interceptor Nest returns a cold observable: subscribing
 * is what runs the handler, so it happens exactly once.
 */
export async function invokeHandler(
  handler: Handler,
  data: unknown,
  context: DeliveryContext,
): Promise<void> {
  const result = await handler(data, context);
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}
