/** A time in which a mail may not have been noted. */
interface Window {
  readonly fromMs: number;
  toMs: number;
}

/** From a mail until it is noted at the latest: its lease (app-environment.ts), and some more. */
const untilNotedMs = 8_000;
const slackMs = 2_000;

/**
 * When a mail may have been repeated: something came between the mail and the note of it (a process
 * died or was frozen, the store of leases was away), or the note was forgotten since. A mail that
 * came twice at any other time is a violation.
 */
export class MailSuspects {
  private readonly interruptions: Window[] = [];
  private readonly losses: number[] = [];

  /** A process died at this moment. */
  interrupt(): void {
    this.interruptions.push({ fromMs: Date.now(), toMs: Date.now() });
  }

  /** Nothing can be noted from now on. @returns a function that ends it */
  beginInterruption(): () => void {
    const window = { fromMs: Date.now(), toMs: Infinity };
    this.interruptions.push(window);
    return () => {
      window.toMs = Date.now();
    };
  }

  /** What was noted is forgotten at this moment. */
  forget(): void {
    this.losses.push(Date.now());
  }

  explain(firstMs: number, secondMs: number): boolean {
    const notedMs = firstMs + untilNotedMs;
    return (
      this.losses.some((atMs) => atMs >= firstMs - slackMs && atMs <= secondMs + slackMs) ||
      this.interruptions.some(({ fromMs, toMs }) => fromMs <= notedMs && toMs >= firstMs - slackMs)
    );
  }
}
