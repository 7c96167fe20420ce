import { describe, expect, it } from '@jest/globals';
import type { OrderBooks } from '../../e2e/books.js';
import { expectedBooks, expectedStock, planOrders } from '../../e2e/order-plan.js';
import type { SentOrder } from '../load/load.js';
import type { Findings } from './findings.js';
import { judge } from './judge.js';

const order = planOrders(1)[0]!;
const right = expectedBooks(order);
const key = order.idempotencyKey;
const accepted: SentOrder = { order, answer: { kind: 'accepted', orderId: 'o-1' } };
const unaccepted: SentOrder = { order, answer: { kind: 'unaccepted', last: '503' } };
const unknown: SentOrder = { order, answer: { kind: 'unknown', last: 'no answer' } };

/** Everything as it should be after one order, but for what a case changes. */
function findings(more: Partial<Findings> = {}): Findings {
  return {
    sent: new Map([[key, accepted]]),
    ids: new Map([[key, 'o-1']]),
    books: new Map([['o-1', right]]),
    stock: expectedStock([order]),
    strangers: [],
    repeatedMails: [],
    deadLetters: [],
    expectedDeadLetters: [],
    waiting: [],
    mailSuspects: { explain: () => false },
    doomed: new Map(),
    ...more,
  };
}

const withBooks = (change: Partial<OrderBooks>) =>
  findings({ books: new Map([['o-1', { ...right, ...change }]]) });

const letter = { where: 'payments', reason: 'RETRIES_EXHAUSTED', consumer: 'c', body: '{"o-1"}' };
const open = { status: 'placed', steps: ['order.placed'], charges: 0, payment: null, shipments: 0 };
const mails = [{ orderId: 'o-1', sentAtMs: [1_000, 2_000] }];
const nobody = { ids: new Map<string, string>(), books: new Map<string, OrderBooks>() };

const cases: readonly (readonly [string, Findings, readonly string[]])[] = [
  ['an order as it should be', findings(), []],
  ['a second charge', withBooks({ charges: 2 }), ['doubled']],
  ['a second shipment', withBooks({ shipments: 2 }), ['doubled']],
  ['a missing invoice', withBooks({ invoices: 0 }), ['lost']],
  ['a missing fact', withBooks({ steps: right.steps.slice(1) }), ['lost']],
  ['an open order, with nothing that could go on', withBooks(open), ['lost']],
  ['an open order in a queue', { ...withBooks(open), waiting: ['payments: 1'] }, ['stuck']],
  ['an open order in a DLQ', { ...withBooks(open), deadLetters: [letter] }, ['other', 'other']],
  [
    'an accepted order that is nowhere',
    findings({ ...nobody, stock: expectedStock([]) }),
    ['lost'],
  ],
  [
    'an unanswered order that is nowhere',
    findings({ ...nobody, sent: new Map([[key, unknown]]), stock: expectedStock([]) }),
    [],
  ],
  [
    'an order that was never accepted, however long its client asked',
    findings({ ...nobody, sent: new Map([[key, unaccepted]]), stock: expectedStock([]) }),
    ['other'],
  ],
  ['an unanswered order that is whole', findings({ sent: new Map([[key, unknown]]) }), []],
  [
    'an unanswered order by half',
    { ...withBooks({ charges: 0 }), sent: new Map([[key, unknown]]) },
    ['lost'],
  ],
  [
    'an order of nobody',
    findings({ sent: new Map(), ids: new Map(), stock: expectedStock([]) }),
    ['doubled'],
  ],
  ['an effect of no order', findings({ strangers: ['tasks.mails of order o-9'] }), ['doubled']],
  [
    'a piece too few in stock',
    findings({ stock: expectedStock([order, order]) }),
    ['doubled', 'doubled'],
  ],
  ['a second mail', findings({ repeatedMails: mails }), ['doubled']],
  [
    'a second mail that a fault explains',
    findings({ repeatedMails: mails, mailSuspects: { explain: () => true } }),
    [],
  ],
  ['a dead letter of a right order', findings({ deadLetters: [letter] }), ['other']],
  [
    'an order that was doomed',
    {
      ...withBooks({ ...open, reserved: 0, invoices: 0, mails: 0, audited: 0, notifications: [] }),
      sent: new Map(),
      doomed: new Map([[key, accepted]]),
      stock: expectedStock([]),
    },
    [],
  ],
  [
    'a doomed order with a second effect',
    { ...withBooks({ charges: 2 }), sent: new Map(), doomed: new Map([[key, accepted]]) },
    ['doubled'],
  ],
];

describe('judge', () => {
  it.each(cases)('judges %s', (_, found, expected) => {
    const { violations } = judge(found);

    expect(violations.map(({ wrong }) => wrong)).toEqual(expected);
  });

  it('names the order and what is wrong with it', () => {
    const [violation] = judge(withBooks({ charges: 2 })).violations;

    expect(violation?.evidence).toContain('o-1');
    expect(violation?.evidence).toContain('charges 2 instead of 1');
  });

  it('does not ask for dead letters while nobody has looked', () => {
    const expected = { what: 'poison', where: 'tasks', reason: 'NOT_AN_EVENT', names: () => true };
    const early = findings({ deadLetters: undefined, expectedDeadLetters: [expected] });

    expect(judge(early).violations).toEqual([]);
  });
});
