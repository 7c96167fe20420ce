import type { SeenDeadLetter } from '../../e2e/dead-letter.js';

export interface BrokerDeadLetter extends SeenDeadLetter {
  /** The queue or topic that its message was in. */
  readonly where: string;
}
