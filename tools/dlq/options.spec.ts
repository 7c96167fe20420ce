import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.js';

const now = new Date('2026-11-22T12:00:00Z');

describe('readOptions', () => {
  it('gives the filter in the words of the API', () => {
    const args = ['replay', '--correlation-id', 'c-1', '--from', '90m', '--rate', '0.5'];

    expect(readOptions(args, now)).toMatchObject({
      command: 'replay',
      ids: [],
      filter: { correlationId: 'c-1', from: '2026-11-22T10:30:00.000Z' },
      ratePerSecond: 0.5,
      yes: false,
    });
  });

  it('takes everything after the command for ids', () => {
    expect(readOptions(['replay', 'a', 'b', '--yes'])).toMatchObject({
      ids: ['a', 'b'],
      yes: true,
    });
  });

  it.each([
    ['--limit', '0'],
    ['--rate', 'fast'],
    ['--stop-after', ''],
    ['--from', 'yesterday'],
    ['--to', '5x'],
    ['--from', '5'],
    ['--from', '2026-11-22'],
  ])('refuses %s %s with what it takes', (option, value) => {
    expect(() => readOptions(['ls', option, value])).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(`'${value}'`) }),
    );
  });
});
