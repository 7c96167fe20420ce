import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.js';

describe('readOptions', () => {
  it('starts everything and stays up by default', () => {
    expect(readOptions([])).toEqual({ once: false, embedded: false, help: false });
  });

  it('ends with the story on apps that somebody else runs', () => {
    const options = readOptions(['--attach', 'http://order-producer:3000/']);

    expect(options).toMatchObject({ attach: 'http://order-producer:3000', once: true });
  });

  it.each([
    ['no address', ['--attach', 'order-producer']],
    ['another protocol', ['--attach', 'order-producer:3000']],
    ['--embedded beside it', ['--attach', 'http://127.0.0.1:3000', '--embedded']],
  ])('refuses to attach with %s', (_what, args) => {
    expect(() => readOptions(args)).toThrow(/--attach takes the order API/);
  });
});
