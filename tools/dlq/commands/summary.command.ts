import type { Command } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { summaryTable } from '../screen/summary-table.js';
import { toQuery } from '../selection.js';

/** A line for each cause, the most frequent one first. */
export const summary: Command = async ({ admin, options, terminal }) => {
  const summary = await admin.summary(toQuery(options));
  const { groups, more } = summary;
  if (options.json) terminal.out(JSON.stringify(summary, undefined, 2));
  else if (groups.length === 0) terminal.say('There is no such dead letter.');
  else summaryTable(groups, terminal.columns).forEach((line) => terminal.out(line));
  if (more && !options.json) terminal.say('There are more causes: narrow them, by --source say.');
  return exitCodes.done;
};
