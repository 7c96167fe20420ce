import type { AppAddress } from '../apps/apps.js';
import { formatTable } from '../stack/format-table.js';

const apiPaths: Readonly<Record<string, string>> = {
  'order-producer': '/',
  'dead-letter-admin': '/',
};

/** Where each app answers. */
export function addressTable(addresses: Readonly<Record<string, AppAddress>>): string {
  const rows = Object.entries(addresses).map(([app, { api, health }]) => [
    app,
    api === undefined ? '' : api + (apiPaths[app] ?? ''),
    `${health}/health/ready`,
    `${health}/metrics`,
  ]);
  return formatTable(['app', 'API', 'readiness', 'metrics'], rows).join('\n');
}
