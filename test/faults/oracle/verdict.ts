export const wrongs = ['lost', 'doubled', 'stuck', 'other'] as const;

export type Wrong = (typeof wrongs)[number];

/** One way in which a run broke a promise. */
export interface Violation {
  readonly wrong: Wrong;
  /** Which order, and what shows it. */
  readonly evidence: string;
}

export interface Verdict {
  readonly violations: readonly Violation[];
  /** Orders that exist. */
  readonly orders: number;
  /** Orders that ended as a dead letter that names them. */
  readonly deadLettered: readonly string[];
  /** Dead letters of all brokers, by reason. */
  readonly deadLetters: Readonly<Record<string, number>>;
  /** Mails beyond the first one of their orders that a fault explains. */
  readonly repeatedMails: number;
  /** Orders that exist although their client never heard of them, and those that don't. */
  readonly unanswered: { readonly exist: number; readonly missing: number };
}
