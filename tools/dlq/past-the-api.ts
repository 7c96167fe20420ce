import { errorCode } from '../shared/error-code.js';
import { errorText } from '../shared/error-text.js';
import type { CommandContext } from './command.js';
import { outbox } from './commands/outbox.command.js';
import { rewind } from './commands/rewind.command.js';
import { DlqError } from './dlq.error.js';
import { exitCodes } from './exit-codes.js';

type DirectCommand = (
  context: Pick<CommandContext, 'options' | 'terminal'>,
  environment: NodeJS.ProcessEnv,
) => Promise<number>;

/** Commands that need a broker or the database, and no token, by name. */
export const pastTheApi: ReadonlyMap<string, DirectCommand> = new Map([
  ['outbox', telling(outbox)],
  ['rewind', telling(rewind)],
]);

function telling(command: DirectCommand): DirectCommand {
  return async (...parameters) => {
    try {
      return await command(...parameters);
    } catch (error) {
      throw toDlqError(error);
    }
  };
}

/** What a user can do something about; anything else stays as it is. */
function toDlqError(error: unknown): unknown {
  const code = errorCode(error);
  if (code === 'CONFIGURATION') {
    return new DlqError(exitCodes.refused, errorText(error), { cause: error });
  }
  const isKafkaAway = error instanceof Error && error.name.startsWith('KafkaJS');
  if (!isKafkaAway && code !== 'DATABASE_UNAVAILABLE') return error;
  const message =
    `${isKafkaAway ? 'Kafka does not answer: ' : ''}${errorText(error)}. Start the stack ` +
    '(npm run stack:up), or name its address: KAFKA_BROKERS, DATABASE_URL.';
  return new DlqError(exitCodes.unreachable, message, { cause: error });
}
