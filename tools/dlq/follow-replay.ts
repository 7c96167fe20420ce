import { setTimeout as sleep } from 'node:timers/promises';
import type { ReplayView } from './admin-client.js';
import type { CommandContext } from './command.js';
import { exitCodes } from './exit-codes.js';
import { progressBar } from './screen/progress-bar.js';
import { printable } from './screen/printable.js';

const POLL_MS = 250;

/**
 * Shows how a replay goes on until it has ended and its outcomes are known, or waited for long
 * enough. Ctrl-C ends the looking on, not the replay.
 * @returns the exit code
 */
export async function followReplay(
  { admin, options, terminal }: CommandContext,
  replay: ReplayView,
): Promise<number> {
  let state = replay;
  let endedAtMs: number | undefined;
  while (!terminal.interrupted.aborted) {
    if (state.status !== 'running') endedAtMs ??= performance.now();
    const waitedMs = endedAtMs === undefined ? 0 : performance.now() - endedAtMs;
    const isOver = endedAtMs !== undefined && (pending(state) === 0 || waitedMs >= waitMs(options));
    if (isOver) break;
    terminal.draw(progressBar(state));
    await sleep(POLL_MS);
    // What it has skipped is told once, when it begins.
    state = { ...replay, ...(await admin.replayState(replay.id)) };
  }
  if (options.json) terminal.out(JSON.stringify(state, undefined, 2));
  else describe(state).forEach((line) => terminal.out(line));
  if (terminal.interrupted.aborted && state.status === 'running') return exitCodes.interrupted;
  const isGood = state.status === 'finished' && state.total > 0 && state.resolved === state.total;
  return isGood ? exitCodes.done : exitCodes.failedAgain;
}

/** Sent, and not heard of again. */
function pending({ sent, resolved, failedAgain }: ReplayView): number {
  return sent - resolved - failedAgain;
}

function waitMs({ waitSeconds }: CommandContext['options']): number {
  return waitSeconds * 1_000;
}

/** What there is to say of a replay when nobody looks on any more. */
function describe(state: ReplayView): string[] {
  const { id, status, total, resolved, failedAgain, released } = state;
  const counts = [`${resolved} resolved`, `${failedAgain} failed again`];
  if (pending(state) > 0) counts.push(`${pending(state)} without an outcome yet`);
  if (state.waiting > 0) counts.push(`${state.waiting} still to be sent`);
  if (released > 0) counts.push(`${released} not sent and open again`);
  return [
    `replay ${id} ${status}: ${counts.join(', ')}, of ${total}`,
    ...(state.endedBecause === null ? [] : [printable(state.endedBecause)]),
    ...(status === 'running'
      ? [`It goes on: npm run dlq -- progress ${id}, or stop it: npm run dlq -- stop ${id}`]
      : []),
  ];
}
