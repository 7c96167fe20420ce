import { DlqError, usageError } from './dlq.error.js';
import { exitCodes } from './exit-codes.js';
import type { CommandContext } from './command.js';

/**
 * Returns once it is sure that the user means it.
 * @throws DlqError `notConfirmed`, `refused` where it may not ask
 */
export async function confirm(
  { options, terminal }: Pick<CommandContext, 'options' | 'terminal'>,
  question: string,
): Promise<void> {
  if (options.yes) return;
  if (options.json) throw usageError('--json asks nothing: add --yes, or --dry-run.');
  const answer = await terminal.ask(`${question} [y/N] `);
  if (answer === undefined) {
    const message = 'Nothing was done: there is no terminal to ask. Add --yes to do it.';
    throw new DlqError(exitCodes.notConfirmed, message);
  }
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw new DlqError(exitCodes.notConfirmed, 'Nothing was done.');
}
