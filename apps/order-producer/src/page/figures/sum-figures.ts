import { readSamples } from './read-samples.js';

/** What the whole system does, as the page shows it. */
export interface Figures {
  /** Messages that wait for a consumer. */
  readonly lag: number;
  /** Messages that handlers have had since the apps started. */
  readonly handled: number;
  /** Retries since the apps started. */
  readonly retries: number;
  readonly openDeadLetters: number;
}

const NAMES = {
  lag: 'messaging_waiting_messages',
  handled: 'messaging_process_duration_seconds_count',
  retries: 'messaging_retries_total',
  openDeadLetters: 'messaging_dead_letters_open',
} as const satisfies Record<keyof Figures, string>;

const names = new Set<string>(Object.values(NAMES));

/** What waits, and dead letters, are the same for each process of an app; the rest adds up. */
const SHARED = new Set<string>([NAMES.lag, NAMES.openDeadLetters]);

/** @param pages of `/metrics`, one for each process */
export function sumFigures(pages: readonly string[]): Figures {
  const shared = new Map<string, number>();
  const sums = new Map<string, number>();
  for (const { name, labels, value } of pages.flatMap((page) => readSamples(page, names))) {
    if (SHARED.has(name)) {
      const series = `${name}{${labels}}`;
      shared.set(series, Math.max(value, shared.get(series) ?? 0));
    } else sums.set(name, value + (sums.get(name) ?? 0));
  }
  for (const [series, value] of shared) {
    const [name = ''] = series.split('{');
    sums.set(name, value + (sums.get(name) ?? 0));
  }
  const sum = (name: string) => sums.get(name) ?? 0;
  return {
    lag: sum(NAMES.lag),
    handled: sum(NAMES.handled),
    retries: sum(NAMES.retries),
    openDeadLetters: sum(NAMES.openDeadLetters),
  };
}
