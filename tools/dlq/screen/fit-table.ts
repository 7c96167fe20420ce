import { formatTable } from '../../stack/format-table.js';
import { printable } from './printable.js';

const GAP = 2;
const NARROWEST = 7;

/**
 * A table that is no wider than the terminal: the widest columns are cut, but never the first,
 * which names the row, nor those that are named to stay `whole`.
 */
export function fitTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
  whole: readonly string[] = [],
): string[] {
  const shown = rows.map((row) => row.map(printable));
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...shown.map((row) => row[column]?.length ?? 0)),
  );
  const [, ...others] = widths.keys();
  const cuttable = others.filter((column) => !whole.includes(heading[column]!));
  let excess = widths.reduce((sum, width) => sum + width + GAP, -GAP) - columns;
  while (excess > 0) {
    const widest = cuttable.toSorted((a, b) => widths[b]! - widths[a]!)[0];
    if (widest === undefined || widths[widest]! <= NARROWEST) break;
    widths[widest]! -= 1;
    excess -= 1;
  }
  const cut = (row: readonly string[]) => row.map((cell, column) => cutTo(cell, widths[column]!));
  return formatTable(cut(heading), shown.map(cut));
}

function cutTo(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
