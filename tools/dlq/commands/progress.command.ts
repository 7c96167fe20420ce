import type { Command } from '../command.js';
import { followReplay } from '../follow-replay.js';
import { theId } from '../selection.js';

/** Looks on at a replay that somebody has started. */
export const progress: Command = async (context) =>
  await followReplay(context, await context.admin.replayState(theId(context.options)));
