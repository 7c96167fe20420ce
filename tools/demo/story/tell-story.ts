import { errorText } from '../../shared/error-text.js';
import { withDeadline } from '../../shared/with-deadline.js';
import { AdminClient } from '../../dlq/admin-client.js';
import { OrdersApi } from '../orders/orders-api.js';
import { ProviderBooks } from '../orders/provider-books.js';
import type { Screen } from '../screen/screen.js';
import type { DemoSystem } from '../system/demo-system.js';
import type { Act, Stage } from './act.js';
import { acts } from './acts.js';
import type { Outcome } from './outcome.js';

const storyDeadlineMs = 60_000;
/** Retries with backoff included, an act takes a few seconds at most. */
const actDeadlineMs = 20_000;

/**
 * Plays one act after the other. One that fails is an outcome too, and the next is played all the
 * same, so that one run shows everything that is wrong.
 */
export async function tellStory(
  system: DemoSystem,
  screen: Screen,
  interrupted: AbortSignal,
): Promise<Outcome[]> {
  const books = new ProviderBooks(system.databaseUrl, system.resourcePrefix);
  const openBackDoor = () => system.openBackDoor();
  const ledger = system.ledger && new AdminClient(system.ledger);
  const played = acts.filter(({ needsLedger }) => ledger || !needsLedger);
  const outcomes: Outcome[] = [];
  await withDeadline(storyDeadlineMs, [interrupted, system.broken], async (over) => {
    for (const act of played) {
      const outcome = await withDeadline(actDeadlineMs, [over], (signal) => {
        const api = new OrdersApi(system.api, signal);
        return play(act, { api, books, screen, signal, openBackDoor, ...(ledger && { ledger }) });
      });
      outcomes.push(outcome);
    }
  });
  return outcomes;
}

/** @returns what came of it, or what went wrong */
export async function play(act: Act, stage: Stage): Promise<Outcome> {
  const { label, expected } = act;
  if (stage.signal.aborted) return { label, expected, actual: 'not reached' };

  stage.screen.heading(act.heading);
  try {
    return { label, expected, actual: await act.play(stage) };
  } catch (error) {
    const actual = errorText(error);
    const cause = error instanceof Error ? error.cause : undefined;
    stage.screen.problem(`  ${actual}${cause === undefined ? '' : ` (${errorText(cause)})`}`);
    return { label, expected, actual };
  }
}
