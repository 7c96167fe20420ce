/** Side by side with others, or alone. */
export type Way = 'shared' | 'alone';

/** Of one who is in. */
export interface Pass {
  /** Others may come in beside it from now on. */
  share(): void;
  leave(): void;
}

interface Waiter {
  readonly way: Way;
  readonly letIn: (pass: Pass | undefined) => void;
}

/**
 * Lets handlers run side by side, or one alone. In the order of asking: nobody overtakes who wants
 * to be alone, or that one would wait for ever.
 */
export class HandlerGate {
  private sharing = 0;
  private isTaken = false;
  private readonly waiting = new Set<Waiter>();

  /** At once, or not. */
  tryEnter(way: Way): Pass | undefined {
    return this.waiting.size === 0 && this.isFree(way) ? this.take(way) : undefined;
  }

  /**
   * Resolves when it is in.
   * @returns undefined where one of `signals` was aborted before
   */
  async wait(way: Way, signals: readonly AbortSignal[]): Promise<Pass | undefined> {
    if (signals.some((signal) => signal.aborted)) return undefined;
    return await new Promise((resolve) => {
      const letIn = (pass: Pass | undefined) => {
        this.waiting.delete(waiter);
        for (const signal of signals) signal.removeEventListener('abort', giveUp);
        resolve(pass);
      };
      const giveUp = () => {
        letIn(undefined);
        // It may have been in the way of those behind.
        this.letIn();
      };
      const waiter = { way, letIn };
      for (const signal of signals) signal.addEventListener('abort', giveUp);
      this.waiting.add(waiter);
    });
  }

  private letIn(): void {
    for (const waiter of this.waiting) {
      if (!this.isFree(waiter.way)) return;
      waiter.letIn(this.take(waiter.way));
    }
  }

  private isFree(way: Way): boolean {
    return !this.isTaken && (way === 'shared' || this.sharing === 0);
  }

  private take(asked: Way): Pass {
    let way = asked;
    this.count(way, 1);
    return {
      share: () => {
        this.count(way, -1);
        way = 'shared';
        this.count(way, 1);
        this.letIn();
      },
      leave: () => {
        this.count(way, -1);
        this.letIn();
      },
    };
  }

  private count(way: Way, difference: 1 | -1): void {
    if (way === 'alone') this.isTaken = difference > 0;
    else this.sharing += difference;
  }
}
