import type { Page } from './admin-client.js';
import type { CommandContext } from './command.js';

const DEFAULT_LIMIT = 50;
const PAGE_SIZE = 500;

/** As many of a list as `--limit` says, over as many pages as it takes. */
export async function readPages<Item>(
  { limit = DEFAULT_LIMIT }: CommandContext['options'],
  read: (query: Record<string, string>) => Promise<Page<Item>>,
): Promise<{ items: Item[]; more?: string }> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({
      limit: String(Math.min(PAGE_SIZE, limit - items.length)),
      ...(cursor !== undefined && { cursor }),
    });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined && items.length < limit);
  return { items, ...(cursor !== undefined && { more: `There are more: --limit ${limit * 2}` }) };
}
