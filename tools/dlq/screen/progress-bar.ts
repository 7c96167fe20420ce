import type { ReplayView } from '../admin-client.js';

const BAR_CHARS = 24;

/** One line for a replay on its way. */
export function progressBar({ total, sent, resolved, failedAgain, waiting }: ReplayView): string {
  const part = total === 0 ? 1 : (total - waiting) / total;
  const bar = '█'.repeat(Math.round(part * BAR_CHARS)).padEnd(BAR_CHARS, '░');
  return `${bar} ${sent} of ${total} sent, ${resolved} resolved, ${failedAgain} failed again`;
}
