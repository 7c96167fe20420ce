import type { LoggerService } from '@nestjs/common';
import type { CloudEvent } from '@app/events';
import type { Delivery } from '../delivery/delivery.js';
import type { Settlement } from '../settlement/settlement.js';
import { traceIdOf } from '../tracing/trace-headers.js';
import { currentTraceId } from '../tracing/trace-scope.js';

/** One line for each failure with its cause, none for a success. */
export function logSettlement(
  logger: LoggerService,
  delivery: Delivery,
  event: CloudEvent | undefined,
  settlement: Settlement,
): void {
  if (settlement.kind === 'ack') return;
  const details = {
    eventId: event?.id,
    type: event?.type,
    correlationId: event?.correlationid,
    traceId: currentTraceId() ?? traceIdOf(delivery.headers),
    attempt: delivery.attempt,
    source: delivery.source,
    error: settlement.error,
  };
  if (settlement.kind === 'dead-letter') {
    logger.error({ ...details, msg: `Dead letter ${settlement.reason}` });
  } else if (settlement.costsAttempt) {
    logger.warn({ ...details, msg: `Failed, retry in ${settlement.delayMs} ms` });
  } else {
    logger.log({ ...details, msg: `Handed back for ${settlement.delayMs} ms` });
  }
}
