import { ToolError } from '../shared/tool.error.js';

/** The jest projects, in the order in which they run: what needs no server comes first. */
const projects = [
  { name: 'unit', needsStack: false },
  { name: 'story', needsStack: false },
  { name: 'contract', needsStack: true },
  { name: 'e2e', needsStack: true },
] as const;

/** Suites that take minutes bear this name; only `test:all` runs them. */
const longSuite = String.raw`\.full\.spec\.ts$`;

export interface Selection {
  readonly withoutStack: readonly string[];
  readonly withStack: readonly string[];
  /** `TEST_SIZE` for the suites. */
  readonly size: 'short' | 'full';
  /** Arguments that choose suites within the projects. */
  readonly jestArgs: readonly string[];
  readonly mayBeEmpty: boolean;
  /** Whether the fault suite, which is no suite of jest, runs after them. */
  readonly faultSuite: boolean;
}

/**
 * @param only one project, or all of them
 * @param extent `short`: what a user runs; `all`: long suites too; `rest`: those alone
 */
export function select(only: string | undefined, extent: 'short' | 'all' | 'rest'): Selection {
  const chosen = projects.filter(({ name }) => only === undefined || name === only);
  if (chosen.length === 0) {
    const names = projects.map(({ name }) => name).join(', ');
    throw new ToolError('USAGE', `There are no tests called ${only}; there are: ${names}.`);
  }
  return {
    withoutStack: chosen.filter((one) => !one.needsStack).map((one) => one.name),
    withStack: chosen.filter((one) => one.needsStack).map((one) => one.name),
    size: extent === 'short' ? 'short' : 'full',
    jestArgs: filters[extent],
    mayBeEmpty: extent === 'rest',
    faultSuite: extent !== 'short' && only === undefined,
  };
}

const filters = {
  short: [`--testPathIgnorePatterns=/node_modules/`, `--testPathIgnorePatterns=${longSuite}`],
  all: [],
  rest: [`--testPathPatterns=${longSuite}`],
};
