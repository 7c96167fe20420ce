import { formatTable } from '../../../tools/stack/format-table.js';
import type { RunView, Watcher } from '../run/watcher.js';

const clearLine = '\x1b[K';

/** On a terminal: a table that is drawn over itself, below the lines that stay. */
export class TableWatcher implements Watcher {
  private drawn = 0;

  constructor(private readonly out: NodeJS.WriteStream = process.stdout) {}

  say(text: string): void {
    this.erase();
    this.out.write(`${text}\n`);
  }

  show(view: RunView): void {
    this.erase();
    const lines = tableOf(view);
    const width = this.out.columns;
    this.out.write(lines.map((line) => `${line.slice(0, width - 1)}${clearLine}\n`).join(''));
    this.drawn = lines.length;
  }

  private erase(): void {
    if (this.drawn > 0) this.out.write(`\x1b[${this.drawn}A\x1b[J`);
    this.drawn = 0;
  }
}

function tableOf(view: RunView): string[] {
  const { deaths, duplicates, load, planned, standing, strikes, striking, unread } = view;
  const finished = standing ? standing.completed + standing.cancelled : 0;
  const rows = [
    [
      'orders',
      `${load?.sent.size ?? 0} sent`,
      `${load?.answered ?? 0} answered`,
      `${finished} finished`,
    ],
    [
      'waiting',
      `${(standing?.orders ?? 0) - finished} open`,
      `${standing?.unpublished ?? 0} unpublished`,
      '',
    ],
    [
      'faults',
      `${strikes.length} of ${planned}`,
      `${deaths} deaths`,
      `${duplicates} duplicates suppressed`,
    ],
  ];
  const heading = [`${view.seconds.toFixed(0)} s`, view.phase, '', ''];
  return [
    '',
    ...formatTable(heading, rows),
    `now: ${striking.join(' and ') || 'nothing breaks'}`,
    ...(unread === undefined ? [] : [`the books can not be read: ${unread}`]),
  ];
}
