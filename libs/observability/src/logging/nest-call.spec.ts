import { describe, expect, it } from '@jest/globals';
import { readNestCall } from './nest-call.js';

const error = new Error('broke');
const stack = error.stack;

describe('readNestCall', () => {
  it.each<[string, unknown, unknown[], object]>([
    ['a message', 'hi', [], { msg: 'hi', context: undefined, fields: {} }],
    ['a context', 'hi', ['Ctx'], { msg: 'hi', context: 'Ctx' }],
    ['further texts', 'hi', ['there', 7, 'Ctx'], { msg: 'hi there 7', context: 'Ctx' }],
    ['fields', 'hi', [{ a: 1 }, { b: 2 }, 'Ctx'], { msg: 'hi', fields: { a: 1, b: 2 } }],
    ['fields without a context', 'hi', [{ a: 1 }], { msg: 'hi', fields: { a: 1 } }],
    ['an object', { a: 1, msg: 'hi' }, ['Ctx'], { msg: 'hi', context: 'Ctx', fields: { a: 1 } }],
    ['an object without text', { a: 1 }, [], { msg: undefined, fields: { a: 1 } }],
    ['a list', [1, 2], [], { fields: { items: [1, 2] } }],
    ['null', null, [], { msg: 'null' }],
    ['a function that makes it', () => 'made', ['Ctx'], { msg: 'made' }],
    ['a class', class Named {}, ['Ctx'], { msg: 'Named' }],
    ['an error', error, ['Ctx'], { msg: 'broke', context: 'Ctx', fields: { error } }],
    ['an error behind a text', 'hi', [error, 'Ctx'], { msg: 'hi', fields: { error } }],
    ['an error as a field', { msg: 'hi', error }, [], { msg: 'hi', fields: { error } }],
    ['a stack', 'hi', [stack], { msg: 'hi', context: undefined, fields: { error: { stack } } }],
    [
      'a stack and a context',
      'hi',
      [stack, 'Ctx'],
      { msg: 'hi', context: 'Ctx', fields: { error: { stack } } },
    ],
    ['no stack and a context', 'hi', [undefined, 'Ctx'], { context: 'Ctx', fields: {} }],
    [
      'a context and a stack',
      'hi',
      ['Ctx', stack],
      { context: 'Ctx', fields: { error: { stack } } },
    ],
    ['an error and its stack', error, [stack, 'Ctx'], { fields: { error } }],
  ])('sorts %s', (_, message, more, expected) => {
    expect(readNestCall(message, more, true)).toMatchObject(expected);
  });

  it('has no stack to look for below errors', () => {
    expect(readNestCall('hi', ['there', 'Ctx'], false)).toMatchObject({ msg: 'hi there' });
  });
});
