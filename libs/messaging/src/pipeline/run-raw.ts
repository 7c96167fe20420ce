import type { Delivery } from '../delivery/delivery.js';
import type { RawHandler } from '../delivery/raw-handler.js';
import { ACK, type Settlement } from '../settlement/settlement.js';

/** @returns undefined where the message stays at the broker */
export async function runRaw(
  handler: RawHandler,
  delivery: Delivery,
  stopping: AbortSignal,
): Promise<Settlement | undefined> {
  return (await handler.take(delivery, stopping)) ? ACK : undefined;
}
