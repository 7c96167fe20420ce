import type { Command } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { readPages } from '../read-pages.js';
import { fitTable } from '../screen/fit-table.js';

/** Who did what, the latest first. */
export const audit: Command = async ({ admin, options, terminal }) => {
  const { items, more } = await readPages(options, (page) => admin.audit(page));
  if (options.json) {
    terminal.out(JSON.stringify({ items }, undefined, 2));
    return exitCodes.done;
  }
  const rows = items.map(({ at, by, action, selection, result }) => [
    at,
    by,
    action,
    JSON.stringify(selection),
    JSON.stringify(result),
  ]);
  const heading = ['at', 'by', 'action', 'which ones', 'result'];
  fitTable(heading, rows, terminal.columns).forEach((line) => terminal.out(line));
  if (more !== undefined) terminal.say(more);
  return exitCodes.done;
};
