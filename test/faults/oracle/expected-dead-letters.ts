import type { BrokerDeadLetter } from './broker-dead-letter.js';
import type { Violation } from './verdict.js';

/** A dead letter that a fault has brought about, and that must arrive. */
export interface ExpectedDeadLetter {
  readonly what: string;
  /** The queue or topic that its message was in. */
  readonly where: string;
  readonly reason: string;
  /** Who writes it, where several read the place: letters of the others don't count. */
  readonly consumer?: string | undefined;
  /** Whether a body is that of its message. */
  readonly names: (body: string) => boolean;
}

/**
 * Each that was expected must be there with its reason, as many times as it may have been written;
 * none may be there that nobody expected.
 */
export function judgeDeadLetters(
  expected: readonly ExpectedDeadLetter[],
  found: readonly BrokerDeadLetter[],
): Violation[] {
  const missing = expected.flatMap((letter): Violation[] => {
    const fits = found.filter((it) => it.where === letter.where && letter.names(it.body));
    const { consumer } = letter;
    const own = fits.filter((it) => consumer === undefined || it.consumer === consumer);
    if (own.some(({ reason }) => reason === letter.reason)) return [];
    const by = consumer === undefined ? '' : ` by ${consumer}`;
    const what = `${letter.what} has no dead letter ${letter.reason} of ${letter.where}${by}`;
    const instead = own.map(({ reason }) => reason).join(', ');
    if (instead !== '') return [{ wrong: 'other', evidence: `${what}, but ${instead}` }];
    return [{ wrong: 'lost', evidence: what }];
  });
  const unexplained = found.flatMap(({ where, reason, body }): Violation[] => {
    const isExplained = expected.some((it) => {
      return it.where === where && it.reason === reason && it.names(body);
    });
    if (isExplained) return [];
    const evidence = `a dead letter ${reason} of ${where} that no fault explains: ${body.slice(0, 300)}`;
    return [{ wrong: 'other', evidence }];
  });
  return [...missing, ...unexplained];
}
