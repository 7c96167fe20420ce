import { errorCode } from '../shared/error-code.js';
import { errorText } from '../shared/error-text.js';
import { AdminClient } from './admin-client.js';
import type { Command } from './command.js';
import { audit } from './commands/audit.command.js';
import { discard } from './commands/discard.command.js';
import { ls } from './commands/ls.command.js';
import { progress } from './commands/progress.command.js';
import { replay } from './commands/replay.command.js';
import { show } from './commands/show.command.js';
import { stop } from './commands/stop.command.js';
import { summary } from './commands/summary.command.js';
import { DlqError, usageError } from './dlq.error.js';
import { exitCodes } from './exit-codes.js';
import { adminAddress } from './admin-address.js';
import { help } from './help.js';
import { operatorName } from './operator-name.js';
import { readOptions, type DlqOptions } from './options.js';
import { pastTheApi } from './past-the-api.js';
import type { Terminal } from './screen/terminal.js';

const commands = new Map<string, Command>(
  Object.entries({ summary, ls, list: ls, show, replay, discard, progress, stop, audit }),
);

/** @returns the exit code; what can't be done is said, not thrown */
export async function runDlq(
  args: readonly string[],
  terminal: Terminal,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  try {
    const options = readOptions(args);
    if (options.help) {
      terminal.out(help);
      return exitCodes.done;
    }
    const direct = pastTheApi.get(options.command ?? '');
    if (direct) return await direct({ options, terminal }, environment);
    const command = commandOf(options);
    return await command({ admin: clientOf(options, environment), options, terminal });
  } catch (error) {
    const isUsage = errorCode(error)?.startsWith('ERR_PARSE_ARGS') ?? false;
    if (!(error instanceof DlqError) && !isUsage) throw error;
    terminal.say(errorText(error));
    return error instanceof DlqError ? error.exitCode : exitCodes.refused;
  }
}

function commandOf({ command = '' }: DlqOptions): Command {
  const found = commands.get(command);
  if (found) return found;
  const known = [...commands.keys(), ...pastTheApi.keys()].join(', ');
  throw usageError(
    command === ''
      ? `Say what to do: ${known}.`
      : `There is no command ${command}; there are: ${known}.`,
  );
}

function clientOf({ url }: DlqOptions, environment: NodeJS.ProcessEnv): AdminClient {
  const token = environment['ADMIN_TOKEN'];
  if (!token) {
    throw usageError(
      'ADMIN_TOKEN is not set. It is the token that dead-letter-admin was started with; ' +
        'npm run start:all and npm run demo show the one that they made, and in ' +
        'docker-compose.yml it is local-operator-token.',
    );
  }
  return new AdminClient({
    ...adminAddress(url, environment),
    token,
    operator: operatorName(environment),
  });
}
