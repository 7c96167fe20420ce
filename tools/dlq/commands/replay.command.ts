import type { ReplayPlan } from '../admin-client.js';
import type { Command } from '../command.js';
import { confirm } from '../confirm.js';
import { exitCodes } from '../exit-codes.js';
import { followReplay } from '../follow-replay.js';
import { fitTable } from '../screen/fit-table.js';
import { skippedLines } from '../screen/skipped-lines.js';
import { toSelection } from '../selection.js';

/** Shows what would go where, asks, sends, and follows until the outcomes are known. */
export const replay: Command = async (context) => {
  const { admin, options, terminal } = context;
  const { ratePerSecond, stopAfterFailures, force } = options;
  const request = {
    ...toSelection(options),
    ...(ratePerSecond !== undefined && { ratePerSecond }),
    ...(stopAfterFailures !== undefined && { stopAfterFailures }),
    ...(force && { force }),
  };
  const plan = await admin.planReplay(request);
  if (options.json && options.dryRun) terminal.out(JSON.stringify(plan, undefined, 2));
  if (!options.json) describe(plan, terminal.columns).forEach((line) => terminal.say(line));
  if (options.dryRun) return exitCodes.done;

  if (plan.total === 0) {
    if (options.json) terminal.out(JSON.stringify(plan, undefined, 2));
    return exitCodeOf(plan);
  }
  await confirm(context, `Replay ${messages(plan.total)}?`);
  // No more than were meant: what failed meanwhile comes after them.
  const started = await admin.replay({ ...request, limit: plan.total });
  return (await followReplay(context, started)) || exitCodeOf(started);
};

/** Who has asked for all that fit shall know that some are left. */
function exitCodeOf({ skipped }: Pick<ReplayPlan, 'skipped'>): number {
  return skipped.length > 0 ? exitCodes.failedAgain : exitCodes.done;
}

function describe({ total, destinations, skipped }: ReplayPlan, columns: number): string[] {
  const left = skippedLines(skipped);
  if (total === 0) return left.length > 0 ? left : ['No open dead letter fits.'];
  const rows = destinations.map(({ broker, name, consumer, count }) => [
    String(count),
    `${broker} ${name}`,
    consumer ?? '-',
  ]);
  return [...fitTable(['count', 'to', 'consumer'], rows, columns), ...left];
}

function messages(count: number): string {
  return count === 1 ? '1 message' : `${count} messages`;
}
