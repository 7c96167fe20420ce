import type { Progress } from '../../shared/progress.js';
import { stopStack } from '../../stack/down.js';
import { isStackUp } from '../../stack/is-stack-up.js';
import { readState } from '../../stack/stack-state.js';
import { planStack } from '../../stack/up.js';

export interface BorrowedStack {
  /** What the apps need to reach it. */
  readonly environment: Record<string, string>;
  /** Whether it was started for us, and so ends with us. */
  readonly ours: boolean;
  giveBack(): Promise<void>;
}

/**
 * Uses the stack that is up, or starts one and ends it when it is given back.
 * @throws ToolError `STACK_UNAVAILABLE`, `PACKAGES_MISSING` where no real broker can be had;
 *   nothing that was started is left then
 */
export async function borrowStack(progress: Progress): Promise<BorrowedStack> {
  const ours = !isStackUp();
  const giveBack = async (): Promise<void> => {
    if (!ours) progress.say('the stack was up before and stays up (npm run stack:down ends it)');
    else if (readState()) await stopStack(false, progress);
  };
  try {
    const start = await planStack(undefined, progress);
    return { environment: await start(), ours, giveBack };
  } catch (error) {
    await giveBack();
    throw error;
  }
}
