import type { SentOrder } from '../load/load.js';
import type { FaultSystem } from '../system/fault-system.js';
import type { BrokerDeadLetter } from './broker-dead-letter.js';
import { judge } from './judge.js';
import type { Ledger } from './ledger.js';
import type { Verdict } from './verdict.js';

/** What was found at the brokers. */
export interface LeftAtBrokers {
  /** Undefined where nobody has looked. */
  readonly deadLetters?: readonly BrokerDeadLetter[];
  /** Messages that nobody has settled. */
  readonly waiting: readonly string[];
}

/** Reads the books and judges them. */
export async function examine(
  system: Pick<FaultSystem, 'doomed' | 'expectedDeadLetters' | 'mailSuspects' | 'mended'>,
  ledger: Ledger,
  sent: ReadonlyMap<string, SentOrder>,
  { deadLetters, waiting }: LeftAtBrokers,
): Promise<Verdict> {
  const { unpublished } = await ledger.standing();
  const { doomed, expectedDeadLetters, mailSuspects, mended } = system;
  return judge({
    sent: new Map([...sent, ...mended]),
    doomed,
    expectedDeadLetters,
    mailSuspects,
    deadLetters,
    // Before the ids: an order that is placed between the two is then known, not a stranger.
    books: await ledger.orders(),
    ids: await ledger.orderIds(),
    stock: await ledger.stock(),
    strangers: await ledger.strangers(),
    repeatedMails: await ledger.repeatedMails(),
    waiting: [...waiting, ...(unpublished > 0 ? [`outboxes: ${unpublished}`] : [])],
  });
}
