import { formatTable } from '../../../tools/stack/format-table.js';
import { wrongs } from '../oracle/verdict.js';
import type { Outcome } from '../run/outcome.js';

const mostEvidence = 20;

/** What a run came to, and the evidence of each broken promise. */
export function summarize(outcome: Outcome): string[] {
  const { deaths, duplicates, wrongEnds, seconds, sent, strikes, verdict } = outcome;
  const count = (wrong: string) => verdict.violations.filter((it) => it.wrong === wrong).length;
  const letters = Object.entries(verdict.deadLetters).map(([reason, n]) => `${n} ${reason}`);
  const rows = [
    ['orders sent', `${sent}${describePause(outcome)}`],
    ['orders that exist', `${verdict.orders}`],
    ['faults', `${strikes.length}, ${deaths} deaths of apps`],
    ...wrongs.map((wrong) => [wrong, `${count(wrong)}`]),
    ['orders in dead letters', `${verdict.deadLettered.length}`],
    ['dead letters', letters.join(', ') || '0'],
    ['duplicates suppressed', `${duplicates}`],
    ['mails sent again', `${verdict.repeatedMails} (where a fault allows it)`],
    [
      'orders without an answer',
      `${verdict.unanswered.exist} exist, ${verdict.unanswered.missing} do not`,
    ],
    ['worst recovery', worstRecovery(outcome)],
    ['time', `${seconds.toFixed(0)} s`],
  ];
  const evidence = verdict.violations.map(({ wrong, evidence: text }) => `${wrong}: ${text}`);
  const problems = strikes.filter(({ problem }) => problem);
  const lines = [
    ...evidence,
    ...problems.map(({ fault, detail }) => `fault ${fault}: ${detail}`),
    ...wrongEnds,
  ];
  const shown = lines.slice(0, mostEvidence);
  const more = lines.length - shown.length;
  return [
    '',
    ...formatTable([`seed ${outcome.seed}`, ''], rows),
    ...shown.map((line) => `  ! ${line}`),
    ...(more > 0 ? [`  ! and ${more} more`] : []),
    ...(lines.length > 0 ? [`What the apps wrote: ${outcome.logFolder}`] : []),
  ];
}

/** A machine that can't keep up sets the pace, and the reader should know. */
function describePause({ pausedMs }: Outcome): string {
  if (pausedMs < 1_000) return '';
  return `; the load waited ${(pausedMs / 1_000).toFixed(0)} s for the machine`;
}

function worstRecovery({ strikes }: Outcome): string {
  const measured = strikes.flatMap(({ fault, recoveryMs }) =>
    recoveryMs === undefined ? [] : [{ fault, recoveryMs }],
  );
  const worst = measured.toSorted((a, b) => b.recoveryMs - a.recoveryMs)[0];
  if (!worst) return 'not measured';
  const { fault, recoveryMs } = worst;
  const late = measured.filter((it) => it.recoveryMs === Infinity).map((it) => it.fault);
  if (late.length > 0) return `more than 3 min after ${late.join(', ')}`;
  return `${(recoveryMs / 1_000).toFixed(1)} s after ${fault}`;
}
