import { AdminClient, type AdminAccess } from '../../dlq/admin-client.js';
import { DlqError } from '../../dlq/dlq.error.js';
import { summaryTable } from '../../dlq/screen/summary-table.js';
import type { Screen } from './screen.js';

const columnsOfAFile = 120;

/** What the ledger has: a line for each cause, however many messages it struck. */
export async function printDeadLetters(screen: Screen, ledger: AdminAccess): Promise<void> {
  try {
    const { groups } = await new AdminClient(ledger).summary({ status: 'open' });
    screen.heading('npm run dlq -- summary');
    for (const line of summaryTable(groups, process.stdout.columns || columnsOfAFile)) {
      screen.line(line);
    }
  } catch (error) {
    if (!(error instanceof DlqError)) throw error;
    screen.line(`The ledger of dead letters can't be shown: ${error.message}`);
  }
}
