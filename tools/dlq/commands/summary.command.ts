import type { Command } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { age } from '../screen/age.js';
import { fitTable } from '../screen/fit-table.js';
import { toQuery } from '../selection.js';

const heading = ['count', 'oldest', 'source', 'type', 'reason', 'fingerprint', 'error'];

/** A line for each cause, the most frequent one first. */
export const summary: Command = async ({ admin, options, terminal }) => {
  const groups = await admin.summary(toQuery(options));
  if (options.json) {
    terminal.out(JSON.stringify({ groups }, undefined, 2));
    return exitCodes.done;
  }
  const rows = groups.map((group) => [
    String(group.count),
    age(group.oldestFailureAt),
    `${group.broker} ${group.source}`,
    group.type ?? '-',
    group.reason,
    group.fingerprint,
    group.error,
  ]);
  if (rows.length === 0) terminal.say('There is no such dead letter.');
  else fitTable(heading, rows, terminal.columns).forEach((line) => terminal.out(line));
  return exitCodes.done;
};
