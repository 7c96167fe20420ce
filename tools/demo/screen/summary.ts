import { formatTable } from '../../stack/format-table.js';
import { isAsExpected, type Outcome } from '../story/outcome.js';

export interface Summary {
  readonly heading: string;
  readonly rows: readonly { readonly line: string; readonly ok: boolean }[];
  readonly verdict: string;
}

/** The table at the end of the story, a row for each outcome. */
export function summarize(outcomes: readonly Outcome[]): Summary {
  const marked = outcomes.map((outcome) => ({ ...outcome, ok: isAsExpected(outcome) }));
  const cells = marked.map(({ ok, label, expected, actual }) => [
    ok ? '✓' : '✗',
    label,
    expected,
    actual,
  ]);
  const [heading = '', ...lines] = formatTable([' ', 'outcome', 'expected', 'actual'], cells);
  const good = marked.filter(({ ok }) => ok).length;
  return {
    heading,
    rows: marked.map(({ ok }, index) => ({ line: lines[index] ?? '', ok })),
    verdict: `${good} of ${outcomes.length} outcomes are as expected.`,
  };
}
