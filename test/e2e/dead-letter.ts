import { readDeadLetterHeader } from '@app/dlq';

/** A message in a DLQ, and what its header says of it. */
export interface SeenDeadLetter {
  readonly body: string;
  readonly reason: string;
  readonly consumer: string;
}

/** @param header value of `dead-letter`, as a client gives it */
export function deadLetterOf(body: Buffer | null, header: unknown): SeenDeadLetter {
  const text = Buffer.isBuffer(header) ? header.toString() : header;
  const explained =
    typeof text === 'string' ? readDeadLetterHeader(new Map([['dead-letter', text]])) : undefined;
  return {
    body: body?.toString() ?? '',
    reason: explained?.reason ?? 'no dead-letter header',
    consumer: explained?.source.consumer ?? 'nobody',
  };
}
