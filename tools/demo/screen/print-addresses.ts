import { formatTable } from '../../stack/format-table.js';
import type { DemoSystem } from '../system/demo-system.js';
import type { Screen } from './screen.js';

const example = {
  customerId: 'c-1',
  items: [{ sku: 'KEYBOARD', quantity: 2 }],
  paymentMethod: 'card_ok',
};

/** Where to look, and how to go on. */
export function printAddresses(
  screen: Screen,
  { api, addresses, ledger, ending }: DemoSystem,
): void {
  const [first = [], ...others] = addresses.map(([what, address]) => [`  ${what}`, address]);
  screen.heading('Everything stays up');
  formatTable(first, others).forEach((line) => screen.line(line));
  screen.line();
  screen.line('Place an order of your own, then open the address that the answer names:');
  screen.line(`  curl -i ${api}/orders -H 'content-type: application/json' \\`);
  screen.line(`    -d '${JSON.stringify(example)}'`);
  screen.line();
  if (ledger && !process.env['ADMIN_TOKEN']) {
    screen.line('What failed, and what to do about it (the token is of this run):');
    screen.line(`  ADMIN_TOKEN=${ledger.token} DLQ_URL=${ledger.url} npm run dlq -- ls`);
    screen.line();
  }
  screen.line(ending);
}
