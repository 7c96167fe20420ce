import type { Command } from '../command.js';
import { confirm } from '../confirm.js';
import { usageError } from '../dlq.error.js';
import { exitCodes } from '../exit-codes.js';
import { toSelection } from '../selection.js';

/** Gives dead letters up, for a reason that the ledger keeps. */
export const discard: Command = async (context) => {
  const { options, admin, terminal } = context;
  if (options.why === undefined) throw usageError('Say why, for whoever asks later: --why …');
  const request = { ...toSelection(options), reason: options.why };
  const count = await admin.discard({ ...request, dryRun: true });
  const letters = count === 1 ? '1 dead letter' : `${count} dead letters`;
  if (options.dryRun) {
    const plan = { dryRun: true, discarded: count };
    terminal.out(options.json ? JSON.stringify(plan) : `It would discard ${letters}.`);
    return exitCodes.done;
  }
  let discarded = 0;
  if (count > 0) {
    await confirm(context, `Discard ${letters}?`);
    // No more than were meant: what failed meanwhile comes after them.
    discarded = await admin.discard({ ...request, limit: count });
  }
  terminal.out(options.json ? JSON.stringify({ discarded }) : `discarded: ${discarded}`);
  return exitCodes.done;
};
