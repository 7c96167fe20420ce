import type { RunView, Watcher } from '../run/watcher.js';

const everyMs = 5_000;

/** For logs: a line now and then. */
export class LineWatcher implements Watcher {
  private shownMs = 0;

  constructor(private readonly write: (line: string) => void = console.log) {}

  say(text: string): void {
    this.write(text);
  }

  show(view: RunView): void {
    if (performance.now() - this.shownMs < everyMs) return;
    this.shownMs = performance.now();
    this.write(`${`${view.seconds.toFixed(0)}s`.padStart(6)}  ${describeView(view)}`);
  }
}

/** `1,203 sent, 1,180 finished, 23 open, 14 unpublished; 5 of 25 faults; now: kill-kafka` */
export function describeView(view: RunView): string {
  const { deaths, load, planned, standing, strikes, striking, unread } = view;
  const finished = standing ? standing.completed + standing.cancelled : 0;
  const open = standing ? standing.orders - finished : 0;
  const orders = `${load?.sent.size ?? 0} sent, ${finished} finished, ${open} open`;
  const outbox = `${standing?.unpublished ?? 0} unpublished`;
  const faults = `${strikes.length} of ${planned} faults, ${deaths} deaths`;
  const now = striking.length > 0 ? `; now: ${striking.join(' and ')}` : '';
  return `${view.phase}: ${orders}, ${outbox}; ${faults}${now}${unread === undefined ? '' : `; the books can not be read: ${unread}`}`;
}
