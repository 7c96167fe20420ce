import type { ReplayPlan } from '../admin-client.js';
import { printable } from './printable.js';

type Skipped = ReplayPlan['skipped'][number];

const why: Record<Skipped['reason'], string> = {
  NO_WAY_BACK: "their consumer is unknown, or its channel isn't declared any more",
  REPLAYED_TOO_OFTEN: 'they have failed at too many replays; --force takes them all the same',
};

/** What a replay leaves as it is, a line for each place and reason. */
export function skippedLines(skipped: readonly Skipped[]): string[] {
  return skipped.map(({ reason, broker, source, consumer, count }) => {
    const of = printable(`${broker} ${source}${consumer === null ? '' : ` (${consumer})`}`);
    return `skipped: ${count} of ${of}: ${reason}, ${why[reason]}`;
  });
}
