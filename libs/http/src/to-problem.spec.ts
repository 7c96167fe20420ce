import { expect, it } from '@jest/globals';
import { NotFoundException } from '@nestjs/common';
import { Problem } from './problem.js';
import { toProblem } from './to-problem.js';

it.each([
  ['a refusal of ours', new Problem(404, 'ORDER_NOT_FOUND', 'No order.'), 404, 'ORDER_NOT_FOUND'],
  ["a refusal of Nest's", new NotFoundException('Cannot GET /x'), 404, 'NOT_FOUND'],
  ['what nobody foresaw', new Error('secret detail'), 500, 'INTERNAL'],
  ['what is no error', 'secret detail', 500, 'INTERNAL'],
])('describes %s', (_, error, status, code) => {
  const problem = toProblem(error);

  expect(problem).toMatchObject({ type: 'about:blank', status, code });
  expect(JSON.stringify(problem)).not.toContain('secret');
});

it('names the wrong fields', () => {
  const errors = [{ field: 'items.0.sku', message: 'unknown' }];
  expect(toProblem(new Problem(422, 'VALIDATION', 'Wrong.', errors))).toMatchObject({ errors });
});
