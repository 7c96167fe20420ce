import type { Load } from '../load/load.js';
import type { Standing } from '../oracle/ledger.js';
import type { Strike } from './outcome.js';

/** What a run looks like while it goes on. */
export interface RunView {
  readonly phase: string;
  readonly seconds: number;
  readonly load: Pick<Load, 'answered' | 'sent'> | undefined;
  readonly standing: Standing | undefined;
  /** Why that is not of this moment. */
  readonly unread: string | undefined;
  readonly deaths: number;
  readonly duplicates: number;
  /** Faults that go on at this moment. */
  readonly striking: readonly string[];
  readonly strikes: readonly Strike[];
  readonly planned: number;
}

/** Whoever is told of a run while it goes on. */
export interface Watcher {
  /** About once a second. */
  show(view: RunView): void;
  /** A line that stays. */
  say(text: string): void;
}

/** `    12s  kill-kafka: down for 800 ms and a start` */
export function describeStrike({ fault, atSeconds, detail, problem }: Strike): string {
  const at = `${atSeconds.toFixed(0)}s`.padStart(6);
  return `${at}  ${problem ? 'FAILED ' : ''}${fault}: ${detail}`;
}
