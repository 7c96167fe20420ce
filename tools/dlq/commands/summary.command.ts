import type { Command } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { summaryTable } from '../screen/summary-table.js';
import { toQuery } from '../selection.js';

/** A line for each cause, the most frequent one first. */
export const summary: Command = async ({ admin, options, terminal }) => {
  const groups = await admin.summary(toQuery(options));
  if (options.json) terminal.out(JSON.stringify({ groups }, undefined, 2));
  else if (groups.length === 0) terminal.say('There is no such dead letter.');
  else summaryTable(groups, terminal.columns).forEach((line) => terminal.out(line));
  return exitCodes.done;
};
