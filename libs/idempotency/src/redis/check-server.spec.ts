import { describe, expect, it, jest } from '@jest/globals';
import { ConfigurationError } from '@app/messaging';
import { ReplyError } from 'ioredis';
import { LeaseStoreUnavailableError } from '../lease/lease.errors.js';
import { checkServer } from './check-server.js';
import { redisLeaseSettings } from './redis-lease.settings.js';

const settings = redisLeaseSettings.parse({});

/** A server that answers one command with that error, and the others well. */
function serverThat(refused: string, cause: Error) {
  return {
    call: async (command: string): Promise<unknown> => {
      if (command === refused) throw new LeaseStoreUnavailableError(cause.message, { cause });
      return command === 'INFO' ? 'maxmemory_policy:noeviction\r\n' : 0;
    },
  };
}

const reply = (message: string): Error => new ReplyError(message) as Error;
const COMMANDS = ['SELECT', 'EVAL', 'INFO'];

describe('checkServer', () => {
  const logger = { log: jest.fn(), warn: jest.fn(), error: jest.fn() };
  const check = (refused: string, cause: Error) =>
    checkServer(serverThat(refused, cause), settings, logger);

  it.each([
    ['SELECT', 'ERR DB index is out of range'],
    ['EVAL', "NOPERM this user has no permissions to run the 'eval' command"],
    ['EVAL', "ERR unknown command 'EVAL'"],
  ])('tells what is wrong for good: %s answers %s', async (command, message) => {
    await expect(check(command, reply(message))).rejects.toThrow(ConfigurationError);
  });

  it('goes on with a warning where it may not ask for the policy', async () => {
    await check('INFO', reply("NOPERM this user has no permissions to run the 'info' command"));

    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/maxmemory-policy is noeviction/),
    );
  });

  it.each(
    [
      new Error('Command timed out'),
      new Error('Connection is closed.'),
      reply('LOADING Redis is loading the dataset in memory'),
      reply('BUSY Redis is busy running a script.'),
      reply("READONLY You can't write against a read only replica."),
    ].flatMap((cause) => COMMANDS.map((command) => [command, cause.message, cause] as const)),
  )('does not take a passing failure for an answer: %s, %s', async (command, _, cause) => {
    await expect(check(command, cause)).rejects.toThrow(LeaseStoreUnavailableError);
  });
});
