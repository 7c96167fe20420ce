import type { Figures } from './measure.js';
import type { Round } from './run-bench.js';

export const heading = [
  'broker',
  'publish/s',
  'ratio',
  'consume/s',
  'ratio',
  'p50 ms',
  'raw',
  'p99 ms',
  'raw',
];

/** One line of the table: medians of all rounds. A ratio over 1 means that ours did more. */
export function report(broker: string, rounds: readonly Round[]): string[] {
  const ours = (figure: keyof Figures) => median(rounds.map((round) => round.ours[figure]));
  const raw = (figure: keyof Figures) => median(rounds.map((round) => round.raw[figure]));
  const ratio = (figure: keyof Figures) =>
    median(rounds.map((round) => round.ours[figure] / round.raw[figure])).toFixed(2);
  return [
    broker,
    ours('publishPerSecond').toFixed(0),
    ratio('publishPerSecond'),
    ours('consumePerSecond').toFixed(0),
    ratio('consumePerSecond'),
    ours('p50Ms').toFixed(1),
    raw('p50Ms').toFixed(1),
    ours('p99Ms').toFixed(1),
    raw('p99Ms').toFixed(1),
  ];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2;
}
