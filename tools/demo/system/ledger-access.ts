import { withDeadline } from '../../shared/with-deadline.js';

/** The ledger of dead letters, for whoever has its token. */
export interface LedgerAccess {
  /** `http://127.0.0.1:3001` */
  readonly api: string;
  readonly token: string;
}

/** Failures of one cause, as the ledger groups them. */
export interface LedgerGroup {
  readonly broker: string;
  readonly source: string;
  readonly reason: string;
  readonly error: string;
  readonly count: number;
}

const patienceMs = 5_000;

/**
 * The open dead letters, the largest group first.
 * @throws Error when the ledger gives no answer in time, or refuses
 */
export async function openDeadLetters({ api, token }: LedgerAccess): Promise<LedgerGroup[]> {
  const response = await withDeadline(patienceMs, [], (signal) =>
    fetch(`${api}/dead-letters/summary?status=open`, {
      headers: { authorization: `Bearer ${token}` },
      signal,
    }),
  );
  if (!response.ok) throw new Error(`The ledger answers ${response.status}.`);
  return ((await response.json()) as { groups: LedgerGroup[] }).groups;
}
