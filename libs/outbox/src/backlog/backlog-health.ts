import type { Health } from '@app/messaging';
import type { OutboxFigures } from './outbox-figures.js';

/** While a broker is restarted, messages wait about as long. */
const STUCK_AFTER_SECONDS = 15;

/**
 * Degraded where somebody has to look at the outbox: it is full, what is in it waits for long, or
 * something can't be published at all. @param maxBacklog how many may wait
 */
export function backlogHealth(figures: OutboxFigures, maxBacklog: number): Health {
  const { isFull, waiting, oldestSeconds, deadLetters, oldestDeadLetter } = figures;
  const details: string[] = [];
  if (isFull) {
    details.push(`${maxBacklog} messages or more wait to be published: nothing new is accepted.`);
  }
  if (oldestSeconds >= STUCK_AFTER_SECONDS) {
    const seconds = Math.floor(oldestSeconds);
    details.push(`${waiting} messages wait to be published, the oldest for ${seconds} s.`);
  }
  if (deadLetters > 0) {
    const since = oldestDeadLetter?.toISOString() ?? 'just now';
    details.push(
      `${deadLetters} messages can't be published and wait for a decision, the oldest since ${since}.`,
    );
  }
  if (details.length === 0) return { status: 'up' };
  return { status: 'degraded', detail: details.join(' ') };
}
