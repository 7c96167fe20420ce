import { deadLetterQueueOf } from './sqs-topology.js';

/** The names at SQS. Only this folder knows that they carry a prefix. */
export class ResourceNames {
  private readonly prefix: string;

  /** SQS takes no dots in names but the one before `fifo`: dots of the prefix become dashes. */
  constructor(prefix: string) {
    this.prefix = prefix.replaceAll('.', '-');
  }

  of(name: string): string {
    return `${this.prefix}${name}`;
  }

  deadLetters(queue: string): string {
    return this.of(deadLetterQueueOf(queue));
  }
}
