import type { ListItem } from '../admin-client.js';
import type { Command } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { age } from '../screen/age.js';
import { fitTable } from '../screen/fit-table.js';
import { toQuery } from '../selection.js';

const heading = ['id', 'age', 'status', 'source', 'consumer', 'type', 'reason', 'key', 'error'];
const DEFAULT_LIMIT = 50;
const PAGE_SIZE = 500;

/** The newest first, over as many pages as it takes. */
export const ls: Command = async ({ admin, options, terminal }) => {
  const limit = options.limit ?? DEFAULT_LIMIT;
  const items: ListItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await admin.list({
      ...toQuery(options),
      limit: String(Math.min(PAGE_SIZE, limit - items.length)),
      ...(cursor !== undefined && { cursor }),
    });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined && items.length < limit);

  if (options.json) {
    terminal.out(JSON.stringify({ items }, undefined, 2));
    return exitCodes.done;
  }
  if (items.length === 0) terminal.say('There is no such dead letter.');
  else fitTable(heading, items.map(toRow), terminal.columns).forEach((line) => terminal.out(line));
  if (cursor !== undefined) terminal.say(`There are more: --limit ${limit * 2}`);
  return exitCodes.done;
};

function toRow(item: ListItem): string[] {
  return [
    item.id,
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
