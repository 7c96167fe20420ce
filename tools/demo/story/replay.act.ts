import { setTimeout as sleep } from 'node:timers/promises';
import type { AdminClient, ListItem } from '../../dlq/admin-client.js';
import type { Act, Stage } from './act.js';
import { describeOrder } from './describe-order.js';
import { followOrder } from './follow-order.js';

const paymentMethod = 'card_uncovered';
const pollEveryMs = 50;

/** What failed for a cause that a person can mend comes back, and its order goes on from there. */
export const replay: Act = {
  label: 'replayed',
  heading:
    'The payment fails for good: its cause is mended, the dead letter replayed, nothing lost',
  expected: 'UNRECOVERABLE, resolved by its replay, completed, 1 charge',
  needsLedger: true,

  async play(stage) {
    const { api, books, screen, ledger, signal } = stage;
    if (!ledger) throw new Error('Nobody gave us the token of the ledger.');
    await books.cover(paymentMethod, false);
    const placedAtMs = performance.now();
    const id = await api.place({ sku: 'KEYBOARD', paymentMethod });
    const [letter] = await Promise.all([
      replayOnceMended(stage, ledger, id),
      followOrder(stage, { id, label: this.label, placedAtMs }, ['order.completed']),
    ]);
    const { status } = await letterThat(ledger, { key: id, status: 'resolved' }, signal);
    const order = describeOrder(await api.show(id), await books.of(id));
    screen.note(`${order}: as if it had never failed`);
    return `${letter.reason}, ${status} by its replay, ${order}`;
  },
};

async function replayOnceMended(
  { books, screen, signal }: Stage,
  ledger: AdminClient,
  orderId: string,
): Promise<ListItem> {
  const letter = await letterThat(ledger, { key: orderId, status: 'open' }, signal);
  const { consumer } = letter.source;
  screen.note(`${consumer} gave up on it as ${letter.reason}: ${letter.error.message}`);
  await books.cover(paymentMethod, true);
  screen.note(`the contract is extended: npm run dlq -- replay ${letter.id}`);
  await ledger.replay({ ids: [letter.id] });
  return letter;
}

/** @throws the reason of `signal` when there is none in time */
async function letterThat(
  ledger: AdminClient,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<ListItem> {
  for (;;) {
    const { items } = await ledger.list(query);
    if (items[0]) return items[0];
    await sleep(pollEveryMs, undefined, { signal });
  }
}
