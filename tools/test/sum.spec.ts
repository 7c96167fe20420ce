import { describe, expect, it } from '@jest/globals';
import { add, formatSum, nothing, sumOf } from './sum.js';

const report = {
  numPassedTests: 5,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  numRuntimeErrorTestSuites: 0,
};

describe('the sum of a test run', () => {
  it('counts a suite that could not be loaded as a failure', () => {
    expect(sumOf({ ...report, numRuntimeErrorTestSuites: 2 }).failed).toBe(3);
  });

  it('adds up over runs', () => {
    const sum = add(sumOf(report), { passed: 10, failed: 0, skipped: 0 });

    expect(sum).toEqual({ passed: 15, failed: 1, skipped: 3 });
  });

  it('closes with one line, which names skipped tests only if there are any', () => {
    expect(formatSum(sumOf(report))).toBe('5 passed, 1 failed, 3 skipped');
    expect(formatSum(nothing)).toBe('0 passed, 0 failed');
  });
});
