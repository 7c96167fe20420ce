import { errorText } from '../../shared/error-text.js';
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
  const deadline = AbortSignal.timeout(storyDeadlineMs);
  const over = AbortSignal.any([interrupted, system.broken, deadline]);
  const books = new ProviderBooks(system.databaseUrl, system.resourcePrefix);
  const outcomes: Outcome[] = [];
  for (const act of acts) {
    const signal = AbortSignal.any([over, AbortSignal.timeout(actDeadlineMs)]);
    const api = new OrdersApi(system.api, signal);
    const openBackDoor = () => system.openBackDoor();
    outcomes.push(await play(act, { api, books, screen, signal, openBackDoor }));
  }
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
