/** A queue. Beside it stands its dead-letter queue, of the same kind. */
export interface QueueDeclaration {
  /** FIFO queues end in `.fifo`, as SQS demands; all others are standard queues. */
  readonly name: string;
}

/** Everything that a system has at SQS, as plain data. Names are without resource prefix. */
export interface SqsTopology {
  readonly queues: readonly QueueDeclaration[];
}

const FIFO = '.fifo';

export function isFifo(queue: string): boolean {
  return queue.endsWith(FIFO);
}

/** `shipments.fifo` → `shipments-dlq.fifo`, `mails` → `mails-dlq`. */
export function deadLetterQueueOf(queue: string): string {
  return isFifo(queue) ? `${queue.slice(0, -FIFO.length)}-dlq${FIFO}` : `${queue}-dlq`;
}
