import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConfigurationError } from '../errors/configuration.error.js';
import { checkSettings, readSettings } from './settings.js';

const server = z.object({
  URL: z.url({ error: 'must be a URL' }),
  PREFIX: z.string().max(3, 'is too long').default(''),
});
const reader = z.object({
  PREFIX: z.string().max(3, 'is too long').default(''),
  COUNT: z.coerce.number({ error: 'must be a number' }).default(1),
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return '';
}

describe('settings', () => {
  it('takes an empty variable for an absent one', () => {
    expect(readSettings(reader, { COUNT: '' })).toEqual({ PREFIX: '', COUNT: 1 });
  });

  it('tells what is wrong in all parts of an app in one error, each variable once', () => {
    const environment = { URL: 'nowhere', PREFIX: 'secret', COUNT: 'many' };

    const message = messageOf(() => checkSettings([server, reader], environment));

    expect(message.match(/^ {2}.*$/gm)).toEqual([
      '  URL: must be a URL',
      '  PREFIX: is too long',
      '  COUNT: must be a number',
    ]);
  });

  it('never tells a value, which may be a secret', () => {
    expect(messageOf(() => readSettings(server, { URL: 'nowhere', PREFIX: 'secret' }))).not.toMatch(
      /nowhere|secret/,
    );
  });

  it('has nothing to say where all is well', () => {
    expect(messageOf(() => checkSettings([reader], {}))).toBe('');
  });
});
