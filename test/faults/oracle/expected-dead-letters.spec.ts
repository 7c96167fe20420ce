import { describe, expect, it } from '@jest/globals';
import { judgeDeadLetters } from './expected-dead-letters.js';

const expected = {
  what: 'poison p-1',
  where: 'payments',
  reason: 'INVALID_JSON',
  names: (body: string) => body.includes('p-1'),
};
const letter = { where: 'payments', reason: 'INVALID_JSON', consumer: 'c', body: '{"p-1' };

describe('judgeDeadLetters', () => {
  it.each([
    ['one that arrived', [letter], []],
    ['one that was written twice', [letter, letter], []],
    ['one that did not', [], ['lost']],
    ['one with another reason', [{ ...letter, reason: 'NOT_AN_EVENT' }], ['other', 'other']],
    ['one in another place', [{ ...letter, where: 'tasks' }], ['lost', 'other']],
    ['one of somebody else', [letter, { ...letter, body: '{"p-2' }], ['other']],
  ])('judges %s', (_, found, wrongs) => {
    const violations = judgeDeadLetters([expected], found);

    expect(violations.map(({ wrong }) => wrong)).toEqual(wrongs);
  });

  it.each([
    ['its own', [{ ...letter, consumer: 'mine' }, letter], []],
    ['only those of others', [letter], ['lost']],
  ])('judges %s where several write one', (_, found, wrongs) => {
    const violations = judgeDeadLetters([{ ...expected, consumer: 'mine' }], found);

    expect(violations.map(({ wrong }) => wrong)).toEqual(wrongs);
  });
});
