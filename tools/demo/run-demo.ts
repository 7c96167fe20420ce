import { once } from 'node:events';
import { Progress } from '../shared/progress.js';
import { interruptedExitCode, interruption } from './interruption.js';
import type { DemoOptions } from './options.js';
import { LateLines } from './screen/late-lines.js';
import { printAddresses } from './screen/print-addresses.js';
import { printDeadLetters } from './screen/print-dead-letters.js';
import { printLogTails } from './screen/print-log-tails.js';
import { printSummary } from './screen/print-summary.js';
import { Screen } from './screen/screen.js';
import { isAsExpected } from './story/outcome.js';
import { tellStory } from './story/tell-story.js';
import type { DemoSystem } from './system/demo-system.js';
import { openSystem } from './system/open-system.js';

/** @returns the exit code: 0 when every outcome was as expected */
export async function runDemo(options: DemoOptions): Promise<number> {
  const screen = new Screen();
  const lines = new LateLines((line) => screen.line(line));
  const progress = new Progress(lines.write);
  const interrupted = interruption((text) => progress.say(text));
  try {
    const system = await openSystem(options, { progress, signal: interrupted }, (notice) => {
      screen.line(notice);
      lines.release();
    });
    try {
      return await present(system, options, screen, interrupted);
    } finally {
      if (options.attach === undefined) {
        screen.line();
        await progress.during('ending what this demo started', system.stop());
      }
      if (system.notice) screen.line(system.notice);
    }
  } catch (error) {
    if (interrupted.aborted && error === interrupted.reason) return interruptedExitCode;
    throw error;
  }
}

async function present(
  system: DemoSystem,
  { once: endsWithStory }: DemoOptions,
  screen: Screen,
  interrupted: AbortSignal,
): Promise<number> {
  screen.line(`The first order is placed ${process.uptime().toFixed(1)} s after the command.`);
  const outcomes = await tellStory(system, screen, interrupted);
  if (interrupted.aborted) return interruptedExitCode;

  const asExpected = outcomes.every(isAsExpected);
  if (!asExpected) printLogTails(screen, system.logFiles);
  printSummary(screen, outcomes);
  if (system.ledger) await printDeadLetters(screen, system.ledger);
  if (!endsWithStory) {
    printAddresses(screen, system);
    if (system.notice) screen.line(system.notice);
    system.broken.addEventListener('abort', () => screen.problem(String(system.broken.reason)));
    if (!interrupted.aborted) await once(interrupted, 'abort');
  }
  return asExpected ? 0 : 1;
}
