/** A time in which an effect outside the database may have come twice, by contract. */
interface Window {
  readonly fromMs: number;
  toMs: number;
}

/**
 * When a mail may have been repeated: a process died or was frozen between the mail and the note of
 * it, or the store of leases was away or forgot. A mail that came twice at any other time is a
 * violation.
 */
export class MailSuspects {
  private readonly windows: Window[] = [];

  /** At this moment. */
  moment(): void {
    this.windows.push({ fromMs: Date.now(), toMs: Date.now() });
  }

  /** From now on. @returns a function that ends it */
  begin(): () => void {
    const window = { fromMs: Date.now(), toMs: Infinity };
    this.windows.push(window);
    return () => {
      window.toMs = Date.now();
    };
  }

  /** Whether something happened between two mails, or while one of them was under way. */
  explain(firstMs: number, secondMs: number): boolean {
    const slackMs = 2_000;
    return this.windows.some(
      ({ fromMs, toMs }) => fromMs <= secondMs + slackMs && toMs >= firstMs - slackMs,
    );
  }
}
