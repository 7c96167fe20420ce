import type { Delivery } from '../delivery/delivery.js';
import type { RawHandler } from '../delivery/raw-handler.js';
import type { DeliveryMeter } from '../metrics/delivery-meter.js';
import { ACK, type Settlement } from '../settlement/settlement.js';

/** @returns undefined where the message stays at the broker */
export async function runRaw(
  handler: RawHandler,
  delivery: Delivery,
  stopping: AbortSignal,
  meter?: DeliveryMeter,
): Promise<Settlement | undefined> {
  if (meter) meter.inFlight += 1;
  try {
    const isTaken = await handler.take(delivery, stopping);
    if (isTaken) meter?.ended(ACK);
    return isTaken ? ACK : undefined;
  } finally {
    if (meter) meter.inFlight -= 1;
  }
}
