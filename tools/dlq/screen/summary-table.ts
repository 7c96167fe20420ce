import type { SummaryGroup } from '../admin-client.js';
import { age } from './age.js';
import { fitTable } from './fit-table.js';

const heading = ['count', 'oldest', 'source', 'type', 'reason', 'fingerprint', 'error'];

/** A line for each cause, below a heading. */
export function summaryTable(groups: readonly SummaryGroup[], columns: number): string[] {
  const rows = groups.map((group) => [
    String(group.count),
    age(group.oldestFailureAt),
    `${group.broker} ${group.source}`,
    group.type ?? '-',
    group.reason,
    group.fingerprint,
    group.error,
  ]);
  return fitTable(heading, rows, columns, ['fingerprint']);
}
