import type { OrderBooks } from '../../e2e/books.js';
import { expectedStock, type PlannedOrder } from '../../e2e/order-plan.js';
import type { SentOrder } from '../load/load.js';
import type { MailSuspects } from '../system/suspects.js';
import type { BrokerDeadLetter } from './broker-dead-letter.js';
import { judgeDeadLetters, type ExpectedDeadLetter } from './expected-dead-letters.js';
import { judgeOrder } from './judge-order.js';
import type { RepeatedMail } from './ledger.js';
import type { Verdict, Violation } from './verdict.js';

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

/**
 * Every order that was answered 202 ends right, each effect exactly once, or in a dead letter that
 * names it; none is stuck; no effect belongs to nobody. What was never confirmed is whole or absent.
 */
export function judge(findings: Findings): Verdict {
  const { books, doomed, ids, sent, stock, strangers, waiting } = findings;
  const deadLetters = findings.deadLetters ?? [];
  const violations: Violation[] = [];
  const deadLettered: string[] = [];
  const good: PlannedOrder[] = [];
  const unanswered = { exist: 0, missing: 0 };
  let isStockKnown = true;

  for (const [key, { order, answer }] of [...sent, ...doomed]) {
    const id = ids.get(key);
    const found = id === undefined ? undefined : books.get(id);
    if (answer?.kind === 'refused') {
      violations.push({ wrong: 'other', evidence: `${key} was refused: ${answer.why}` });
    }
    if (answer?.kind === 'accepted' && answer.orderId !== id) {
      const evidence = `${key} was answered with order ${answer.orderId}, and the books have ${id}`;
      violations.push({ wrong: found ? 'doubled' : 'lost', evidence });
      continue;
    }
    if (id === undefined || !found) {
      if (id !== undefined) {
        violations.push({ wrong: 'lost', evidence: `order ${id} (${key}) is not in the books` });
      }
      unanswered.missing += 1;
      continue;
    }
    if (answer?.kind !== 'accepted') unanswered.exist += 1;

    const differences = judgeOrder(order, found);
    if (differences.length === 0) {
      good.push(order);
      continue;
    }
    const isDoomed = doomed.has(key);
    const isDoubled = differences.some(({ wrong }) => wrong === 'doubled');
    if (isDoomed && !isDoubled) {
      if (found.reserved > 0) good.push(order);
      deadLettered.push(`order ${id} (${key})`);
      continue;
    }
    isStockKnown = false;
    const steps = found.steps.join(', ');
    const what = differences.map(({ text }) => text).join('; ');
    const evidence = `order ${id} (${key}, ${order.outcome}): ${what}; steps: ${steps}`;
    const letters = deadLetters.filter(({ body }) => body.includes(id));
    if (letters.length > 0 && !isDoubled) {
      const reasons = letters.map(({ reason, where }) => `${reason} in ${where}`).join(', ');
      deadLettered.push(`${evidence}; dead letters: ${reasons}`);
      violations.push({ wrong: 'other', evidence: `${deadLettered.at(-1)}: no fault explains it` });
      continue;
    }
    const isStuck = !isDoubled && found.status !== 'completed' && waiting.length > 0;
    violations.push({ wrong: isStuck ? 'stuck' : isDoubled ? 'doubled' : 'lost', evidence });
  }

  const known = new Set(ids.values());
  for (const id of books.keys()) {
    if (known.has(id)) continue;
    violations.push({ wrong: 'doubled', evidence: `order ${id} was placed by no request` });
  }
  for (const stranger of strangers) {
    violations.push({ wrong: 'doubled', evidence: `${stranger}, which does not exist` });
  }
  violations.push(...judgeMails(findings));
  if (findings.deadLetters) {
    violations.push(...judgeDeadLetters(findings.expectedDeadLetters, deadLetters));
  }
  if (isStockKnown) violations.push(...judgeStock(good, stock));
  return {
    violations,
    orders: books.size,
    deadLettered,
    deadLetters: countByReason(deadLetters),
    repeatedMails: findings.repeatedMails.reduce(
      (sum, { sentAtMs }) => sum + sentAtMs.length - 1,
      0,
    ),
    unanswered,
  };
}

function judgeMails({ mailSuspects, repeatedMails }: Findings): Violation[] {
  return repeatedMails.flatMap(({ orderId, sentAtMs }) => {
    const unexplained = sentAtMs.slice(1).filter((at, index) => {
      return !mailSuspects.explain(sentAtMs[index]!, at);
    });
    if (unexplained.length === 0) return [];
    const times = sentAtMs.map((at) => new Date(at).toISOString()).join(' and ');
    const evidence = `order ${orderId} got its mail at ${times}, and no fault explains it`;
    return [{ wrong: 'doubled' as const, evidence }];
  });
}

function judgeStock(
  orders: readonly PlannedOrder[],
  stock: Readonly<Record<string, number>>,
): Violation[] {
  const expected = expectedStock(orders);
  return Object.entries(expected).flatMap(([sku, pieces]) => {
    const found = stock[sku];
    if (found === pieces) return [];
    const wrong = (found ?? 0) < pieces ? 'doubled' : 'lost';
    return [
      { wrong, evidence: `${found} pieces of ${sku} are left instead of ${pieces}` } as const,
    ];
  });
}

function countByReason(letters: readonly BrokerDeadLetter[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of letters) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
