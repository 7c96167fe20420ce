import type { ListItem } from '../admin-client.js';
import type { Command } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { readPages } from '../read-pages.js';
import { age } from '../screen/age.js';
import { fitTable } from '../screen/fit-table.js';
import { toQuery } from '../selection.js';

const WIDE = 120;
const SHORT_ID_CHARS = 12;
const heading = ['id', 'age', 'status', 'source', 'consumer', 'type', 'reason', 'key', 'error'];

/** The newest first. */
export const ls: Command = async ({ admin, options, terminal }) => {
  const query = toQuery(options);
  const { items, more } = await readPages(options, (page) => admin.list({ ...query, ...page }));
  if (options.json) {
    terminal.out(JSON.stringify({ items }, undefined, 2));
    return exitCodes.done;
  }
  if (items.length === 0) terminal.say('There is no such dead letter.');
  else show(items, terminal.columns).forEach((line) => terminal.out(line));
  if (more !== undefined) terminal.say(more);
  return exitCodes.done;
};

/** On a narrow terminal the beginning of an id has to do, as it does for every command. */
function show(items: readonly ListItem[], columns: number): string[] {
  const idChars = columns < WIDE ? SHORT_ID_CHARS : Number.POSITIVE_INFINITY;
  const rows = items.map((item) => toRow(item, item.id.slice(0, idChars)));
  return fitTable(heading, rows, columns);
}

function toRow(item: ListItem, id: string): string[] {
  return [
    id,
    age(item.lastFailedAt),
    item.status,
    `${item.source.broker} ${item.source.name}`,
    item.source.consumer ?? '-',
    item.event.type ?? '-',
    item.reason,
    item.key ?? '-',
    item.error.message,
  ];
}
