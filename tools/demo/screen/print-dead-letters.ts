import { errorText } from '../../shared/error-text.js';
import { formatTable } from '../../stack/format-table.js';
import { openDeadLetters, type LedgerAccess } from '../system/ledger-access.js';
import type { Screen } from './screen.js';

const maxErrorChars = 60;

/** What the ledger has: a line for each cause, however many messages it struck. */
export async function printDeadLetters(screen: Screen, ledger: LedgerAccess): Promise<void> {
  try {
    const groups = await openDeadLetters(ledger);
    const [heading = '', ...lines] = formatTable(
      ['dead letters', 'source', 'reason', 'error'],
      groups.map(({ count, broker, source, reason, error }) => [
        String(count),
        `${broker} ${source}`,
        reason,
        error.slice(0, maxErrorChars),
      ]),
    );
    screen.line();
    screen.heading(heading);
    for (const line of lines) screen.line(line);
  } catch (error) {
    screen.line(`The ledger of dead letters can't be shown: ${errorText(error)}`);
  }
}
