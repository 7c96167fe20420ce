import { errorText } from '../shared/error-text.js';
import { Progress } from '../shared/progress.js';
import { stopStack } from '../stack/down.js';
import { isStackUp } from '../stack/is-stack-up.js';
import { planStack } from '../stack/up.js';
import { hasSuites, runJest } from './jest.js';
import type { Selection } from './selection.js';
import { type Sum, add, nothing, oneFailure } from './sum.js';

/**
 * On the two cores of a small machine. Suites mostly wait, for servers and for moments; but long
 * ones start whole systems, of six processes each.
 */
const workers = { short: 3, full: 2 };

/**
 * Runs what needs no server while the stack comes up, then what does; takes the stack down
 * again unless it was up before. A stack that can't be had is a failure, never a skip.
 */
export async function runTests(
  selection: Selection,
  extraArgs: readonly string[],
  signal: AbortSignal,
): Promise<Sum> {
  const { withoutStack, withStack, size } = selection;
  // The caller's first: jest takes what follows an array option of ours for a part of it.
  const args = [...extraArgs, ...selection.jestArgs];
  const jest = (projects: readonly string[], env: Record<string, string>) =>
    projects.length === 0 || signal.aborted
      ? nothing
      : runJest({
          projects,
          args,
          workers: workers[size],
          env: { ...env, TEST_SIZE: size },
          signal,
        });

  const needsStack =
    withStack.length > 0 && (!selection.mayBeEmpty || (await hasSuites(withStack, args)));
  if (!needsStack) return jest(withoutStack, {});
  const lines = new HeldLines();
  const wasUp = isStackUp();
  try {
    const start = await planStack(undefined, new Progress(lines.write));
    lines.hold();
    const [stack, first] = await Promise.all([settle(start()), jest(withoutStack, {})]);
    lines.release();
    if ('error' in stack) {
      console.error(`${withStack.join(' and ')} tests can't run: ${errorText(stack.error)}`);
      return add(first, oneFailure);
    }
    const second = await jest(withStack, { ...stack.value, RESOURCE_PREFIX: uniquePrefix() });
    return add(first, second);
  } finally {
    lines.release();
    if (!wasUp) await stopStack();
  }
}

async function settle<T>(work: Promise<T>): Promise<{ value: T } | { error: unknown }> {
  try {
    return { value: await work };
  } catch (error) {
    return { error };
  }
}

/** Keeps runs that share a stack apart. Only characters that every broker takes in a name. */
export function uniquePrefix(nowMs = Date.now()): string {
  return `t${nowMs.toString(36)}_`;
}

/** Keeps the stack's lines back while jest redraws its own on the terminal. */
class HeldLines {
  private held: string[] | undefined;

  readonly write = (line: string): void => {
    if (this.held) this.held.push(line);
    else console.log(line);
  };

  hold(): void {
    if (process.stderr.isTTY) this.held = [];
  }

  release(): void {
    const lines = this.held ?? [];
    this.held = undefined;
    lines.forEach((line) => console.log(line));
  }
}
