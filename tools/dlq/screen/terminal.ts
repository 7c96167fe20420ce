/** Where a command writes, and whom it asks. */
export interface Terminal {
  /** The answer: what a script reads. */
  out(text: string | Buffer): void;
  /** Everything else: what a person reads meanwhile. */
  say(line: string): void;
  /** Draws over the last line that it drew; nothing where there is no terminal. */
  draw(line: string): void;
  /** Characters of a line; infinite where nobody looks. */
  readonly columns: number;
  /** @returns undefined where nobody can be asked */
  ask(question: string): Promise<string | undefined>;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
}
