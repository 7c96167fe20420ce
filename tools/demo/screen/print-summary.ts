import type { Outcome } from '../story/outcome.js';
import { paint } from './paint.js';
import type { Screen } from './screen.js';
import { summarize } from './summary.js';

export function printSummary(screen: Screen, outcomes: readonly Outcome[]): void {
  const { heading, rows, verdict } = summarize(outcomes);
  screen.heading(heading);
  for (const { line, ok } of rows) {
    screen.line(paint(ok ? 'green' : 'red', line.slice(0, 1)) + line.slice(1));
  }
  screen.line();
  screen.line(verdict);
}
