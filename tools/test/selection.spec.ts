import { describe, expect, it } from '@jest/globals';
import { ToolError } from '../shared/tool.error.js';
import { uniquePrefix } from './run-tests.js';
import { select } from './selection.js';

describe('select', () => {
  it('runs all projects, those without servers first', () => {
    const { withoutStack, withStack } = select(undefined, 'short');

    expect(withoutStack).toEqual(['unit', 'story']);
    expect(withStack).toEqual(['contract', 'e2e']);
  });

  it('needs no stack for one project that has no use for it', () => {
    expect(select('unit', 'short').withStack).toEqual([]);
  });

  it('names the projects when there is none of that name', () => {
    expect(() => select('units', 'short')).toThrow(ToolError);
    expect(() => select('units', 'short')).toThrow('unit, story, contract, e2e');
  });

  it('runs the fault suite with what takes long, and not for one project', () => {
    expect(select(undefined, 'all').faultSuite).toBe(true);
    expect(select(undefined, 'rest').faultSuite).toBe(true);
    expect(select(undefined, 'short').faultSuite).toBe(false);
    expect(select('e2e', 'all').faultSuite).toBe(false);
  });

  it('may find nothing only where it runs what others left', () => {
    expect(select(undefined, 'rest').mayBeEmpty).toBe(true);
    expect(select(undefined, 'all').mayBeEmpty).toBe(false);
  });
});

it('makes a prefix that every broker takes in a name', () => {
  expect(uniquePrefix()).toMatch(/^t[a-z0-9]+_$/);
});
