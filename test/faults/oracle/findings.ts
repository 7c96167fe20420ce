import type { OrderBooks } from '../../e2e/books.js';
import type { SentOrder } from '../load/load.js';
import type { MailSuspects } from '../system/suspects.js';
import type { BrokerDeadLetter } from './broker-dead-letter.js';
import type { ExpectedDeadLetter } from './expected-dead-letters.js';
import type { RepeatedMail } from './ledger.js';

/** Everything that is known of a run, none of it from the apps. */
export interface Findings {
  readonly sent: ReadonlyMap<string, SentOrder>;
  /** Order ids by `Idempotency-Key`. */
  readonly ids: ReadonlyMap<string, string>;
  readonly books: ReadonlyMap<string, OrderBooks>;
  readonly stock: Readonly<Record<string, number>>;
  readonly strangers: readonly string[];
  readonly repeatedMails: readonly RepeatedMail[];
  /** Of all brokers; undefined while the run goes on and nobody has looked. */
  readonly deadLetters: readonly BrokerDeadLetter[] | undefined;
  readonly expectedDeadLetters: readonly ExpectedDeadLetter[];
  /** What still waits in queues and outboxes. */
  readonly waiting: readonly string[];
  readonly mailSuspects: Pick<MailSuspects, 'explain'>;
  /** By `Idempotency-Key`: orders that a fault has placed to end as a dead letter. */
  readonly doomed: ReadonlyMap<string, SentOrder>;
}
