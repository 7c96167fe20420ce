import type { OrderBooks } from '../../e2e/books.js';
import type { Answer } from '../load/client.js';
import type { SentOrder } from '../load/load.js';
import type { Findings } from './findings.js';
import { judgeOrder } from './judge-order.js';
import type { Violation } from './verdict.js';

/** What an order that was sent has come to. */
export interface SentVerdict {
  readonly violations: readonly Violation[];
  /** Whether the books have it. */
  readonly exists: boolean;
  /** Whether it took its pieces from the stock; undefined where it went wrong and nobody can tell. */
  readonly tookPieces: boolean | undefined;
  /** Set where it ended in a dead letter. */
  readonly deadLettered?: string;
}

/**
 * What was answered 202 is in the books, and right; what was never confirmed is right or absent.
 * @param key its `Idempotency-Key`
 */
export function judgeSent(key: string, sent: SentOrder, findings: Findings): SentVerdict {
  const { answer } = sent;
  const id = findings.ids.get(key);
  const found = id === undefined ? undefined : findings.books.get(id);
  const absent = { exists: false, tookPieces: false };
  if (answer?.kind === 'accepted' && answer.orderId !== id) {
    const evidence = `${key} was answered with order ${answer.orderId}, and the books have ${id}`;
    return { ...absent, violations: [{ wrong: found ? 'doubled' : 'lost', evidence }] };
  }
  const refused = judgeAnswer(key, answer);
  if (id === undefined) return { ...absent, violations: refused };
  if (!found) {
    const evidence = `order ${id} (${key}) is not in the books`;
    return { ...absent, violations: [...refused, { wrong: 'lost', evidence }] };
  }
  const verdict = judgeFound({ key, id, sent, found }, findings);
  return { ...verdict, violations: [...refused, ...verdict.violations] };
}

function judgeAnswer(key: string, answer: Answer | undefined): Violation[] {
  switch (answer?.kind) {
    case 'refused':
      return [{ wrong: 'other', evidence: `${key} was refused: ${answer.why}` }];
    case 'unaccepted':
      return [{ wrong: 'other', evidence: `${key} was never accepted: ${answer.last}` }];
    default:
      return [];
  }
}

interface FoundOrder {
  readonly key: string;
  readonly id: string;
  readonly sent: SentOrder;
  readonly found: OrderBooks;
}

function judgeFound(
  { key, id, sent: { order }, found }: FoundOrder,
  { doomed, deadLetters = [], waiting }: Findings,
): SentVerdict {
  const differences = judgeOrder(order, found);
  if (differences.length === 0) return { violations: [], exists: true, tookPieces: true };
  const isDoubled = differences.some(({ wrong }) => wrong === 'doubled');
  if (doomed.has(key) && !isDoubled) {
    const deadLettered = `order ${id} (${key})`;
    return { violations: [], exists: true, tookPieces: found.reserved > 0, deadLettered };
  }
  const what = differences.map(({ text }) => text).join('; ');
  const steps = found.steps.join(', ');
  const evidence = `order ${id} (${key}, ${order.outcome}): ${what}; steps: ${steps}`;
  const unknown = { exists: true, tookPieces: undefined };
  const letters = deadLetters.filter(({ body }) => body.includes(id));
  if (letters.length > 0 && !isDoubled) {
    const reasons = letters.map(({ reason, where }) => `${reason} in ${where}`).join(', ');
    const deadLettered = `${evidence}; dead letters: ${reasons}`;
    const violation = {
      wrong: 'other',
      evidence: `${deadLettered}: no fault explains it`,
    } as const;
    return { ...unknown, violations: [violation], deadLettered };
  }
  const isStuck = !isDoubled && found.status !== 'completed' && waiting.length > 0;
  const wrong = isStuck ? 'stuck' : isDoubled ? 'doubled' : 'lost';
  return { ...unknown, violations: [{ wrong, evidence }] };
}
