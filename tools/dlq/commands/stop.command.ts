import type { Command } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { theId } from '../selection.js';

/** Ends a replay; one that has ended already stays as it is. */
export const stop: Command = async ({ admin, options, terminal }) => {
  const state = await admin.stopReplay(theId(options));
  const { id, status, sent, released } = state;
  if (options.json) terminal.out(JSON.stringify(state, undefined, 2));
  else terminal.out(`replay ${id} ${status}: ${sent} sent, ${released} not sent and open again`);
  return exitCodes.done;
};
