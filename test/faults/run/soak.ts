import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ToolError } from '../../../tools/shared/tool.error.js';
import type { Outcome } from './outcome.js';
import { isClean } from './outcome.js';

/** A soak is so many runs, each on new servers: what was run once is never run again. */
export const soakRounds = 20;

export interface SoakReport {
  readonly seed: number;
  /** Commit of the code that ran; undefined outside of a git clone. */
  readonly commit: string | undefined;
  readonly rounds: readonly Outcome[];
}

/**
 * Resumes the soak of this seed where an earlier process left it.
 * @throws ToolError `USAGE` where that ran other code
 */
export class Soak {
  private readonly file: string;
  private readonly rounds: Outcome[];

  constructor(
    folder: string,
    private readonly seed: number,
    private readonly commit: string | undefined,
  ) {
    mkdirSync(folder, { recursive: true });
    this.file = path.join(folder, `soak-${seed}.json`);
    this.rounds = existsSync(this.file) ? readRounds(this.file, commit) : [];
  }

  get done(): readonly Outcome[] {
    return this.rounds;
  }

  get isOver(): boolean {
    return this.rounds.length >= soakRounds;
  }

  /** Of the round that comes next. */
  get nextSeed(): number {
    return this.seed * 1_000 + this.rounds.length;
  }

  add(outcome: Outcome): void {
    this.rounds.push(outcome);
    const { seed, commit, rounds } = this;
    const report: SoakReport = { seed, commit, rounds };
    // Renamed, so that a process that is killed leaves a whole one.
    const unfinished = `${this.file}.tmp`;
    writeFileSync(unfinished, `${JSON.stringify(report, undefined, 2)}\n`);
    renameSync(unfinished, this.file);
  }

  /** All rounds together. */
  describe(): string[] {
    const sum = (of: (outcome: Outcome) => number) =>
      this.rounds.reduce((total, outcome) => total + of(outcome), 0);
    const unclean = this.rounds.filter((outcome) => !isClean(outcome));
    return [
      `soak ${this.seed}: ${this.rounds.length} of ${soakRounds} rounds, ${unclean.length} not clean`,
      `${sum((it) => it.sent)} orders, ${sum((it) => it.strikes.length)} faults, ` +
        `${sum((it) => it.deaths)} deaths, ${sum((it) => it.verdict.violations.length)} violations, ` +
        `${sum((it) => it.duplicates)} duplicates suppressed, ${(sum((it) => it.seconds) / 60).toFixed(0)} min`,
      ...unclean.map(({ seed }) => `not clean: seed ${seed}`),
      `report: ${this.file}`,
    ];
  }
}

/** What older code came to says nothing of today's. */
function readRounds(file: string, commit: string | undefined): Outcome[] {
  const report = JSON.parse(readFileSync(file, 'utf8')) as SoakReport;
  if (report.commit === commit) return [...report.rounds];
  throw new ToolError(
    'USAGE',
    `${file} is of another commit (${report.commit ?? 'none'}). Remove it, or take another --seed.`,
  );
}
