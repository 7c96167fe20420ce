import type { OrdersApi } from '../orders/orders-api.js';
import type { ProviderBooks } from '../orders/provider-books.js';
import type { Screen } from '../screen/screen.js';
import type { AdminClient } from '../../dlq/admin-client.js';
import type { BackDoor } from '../system/back-door.js';

/** What an act plays with. */
export interface Stage {
  readonly api: OrdersApi;
  readonly books: ProviderBooks;
  readonly screen: Screen;
  /** Aborted when the time is up or the audience leaves. */
  readonly signal: AbortSignal;
  /** Absent where nobody gave us the token of the ledger. */
  readonly ledger?: AdminClient;
  openBackDoor(): Promise<BackDoor>;
}

/** One part of the story: something is done to the system, and something must come of it. */
export interface Act {
  /** Names the act in every line: `declined card`. */
  readonly label: string;
  /** Tells what is about to be seen. */
  readonly heading: string;
  readonly expected: string;
  /** Left out where there is none. */
  readonly needsLedger?: boolean;
  /** @returns what came of it, in the words of `expected` */
  play(stage: Stage): Promise<string>;
}
