import { writeCursor } from './cursor.js';

/** Part of a list, the newest first. */
export interface Page<Item> {
  readonly items: Item[];
  /** Undefined on the last page. */
  readonly nextCursor?: string;
}

/**
 * @param rows one more than the limit where there are more
 * @param numberOf the number of a row, by which the next page begins
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  numberOf: (row: Row) => string,
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    ...(rows.length > limit && last && { nextCursor: writeCursor(numberOf(last)) }),
  };
}
