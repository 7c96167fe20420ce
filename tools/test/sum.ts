/** How many tests did what, over any number of jest runs. */
export interface Sum {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part of jest's `--json` report that we read. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  /** Suites that couldn't even be loaded: their tests count nowhere else. */
  readonly numRuntimeErrorTestSuites: number;
}

export const nothing: Sum = { passed: 0, failed: 0, skipped: 0 };

/** One failure without a test to its name, such as a stack that doesn't come up. */
export const oneFailure: Sum = { passed: 0, failed: 1, skipped: 0 };

/** One test that is no test of jest. */
export const onePassed: Sum = { passed: 1, failed: 0, skipped: 0 };

export function sumOf(report: JestReport): Sum {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

export function add(one: Sum, other: Sum): Sum {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

/** The closing line of a test run. */
export function formatSum({ passed, failed, skipped }: Sum): string {
  const base = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${base}, ${skipped} skipped` : base;
}
