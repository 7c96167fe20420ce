import { expectedStock } from '../../e2e/order-plan.js';
import type { SentOrder } from '../load/load.js';
import type { BrokerDeadLetter } from './broker-dead-letter.js';
import { judgeDeadLetters } from './expected-dead-letters.js';
import type { Findings } from './findings.js';
import { judgeSent, type SentVerdict } from './judge-sent.js';
import type { Verdict, Violation } from './verdict.js';

/**
 * Every order that was answered 202 ends right, each effect exactly once, or in a dead letter that
 * names it; none is stuck; no effect belongs to nobody. What was never confirmed is whole or absent.
 */
export function judge(findings: Findings): Verdict {
  const { books, deadLetters = [], repeatedMails } = findings;
  const placed = [...findings.sent, ...findings.doomed].map(([key, sent]) => ({
    ...sent,
    ...judgeSent(key, sent, findings),
  }));
  const unanswered = placed.filter(({ answer }) => answer?.kind !== 'accepted');
  const exist = unanswered.filter(({ exists }) => exists).length;
  return {
    violations: [
      ...placed.flatMap(({ violations }) => violations),
      ...judgeStrangers(findings),
      ...judgeMails(findings),
      ...(findings.deadLetters
        ? judgeDeadLetters(findings.expectedDeadLetters, findings.deadLetters)
        : []),
      ...judgeStock(placed, findings.stock),
    ],
    orders: books.size,
    deadLettered: placed.flatMap(({ deadLettered }) => deadLettered ?? []),
    deadLetters: countByReason(deadLetters),
    repeatedMails: repeatedMails.reduce((sum, { sentAtMs }) => sum + sentAtMs.length - 1, 0),
    unanswered: { exist, missing: unanswered.length - exist },
  };
}

function judgeStrangers({ ids, books, strangers }: Findings): Violation[] {
  const known = new Set(ids.values());
  const unplaced = [...books.keys()].filter((id) => !known.has(id));
  return [
    ...unplaced.map((id) => `order ${id} was placed by no request`),
    ...strangers.map((stranger) => `${stranger}, which does not exist`),
  ].map((evidence) => ({ wrong: 'doubled', evidence }));
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

/** Where nobody can tell what an order took, the stock says nothing. */
function judgeStock(
  placed: readonly Pick<SentOrder & SentVerdict, 'order' | 'tookPieces'>[],
  stock: Readonly<Record<string, number>>,
): Violation[] {
  if (placed.some(({ tookPieces }) => tookPieces === undefined)) return [];
  const expected = expectedStock(placed.filter((it) => it.tookPieces).map(({ order }) => order));
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
