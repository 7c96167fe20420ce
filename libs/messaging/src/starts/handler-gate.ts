type Way = 'shared' | 'alone';

interface Waiter {
  readonly way: Way;
  readonly letIn: (isIn: boolean) => void;
}

/**
 * Lets handlers run side by side, or one alone. In the order of asking: nobody overtakes who wants
 * to be alone, or that one would wait for ever.
 */
export class HandlerGate {
  private sharing = 0;
  private isTaken = false;
  private readonly waiting = new Set<Waiter>();

  /** At once, or not. Who got in has to `leave` the same way. */
  tryEnter(way: Way): boolean {
    if (this.waiting.size > 0 || !this.isFree(way)) return false;
    this.take(way);
    return true;
  }

  /**
   * Resolves when it is in, and has to `leave` the same way.
   * @returns false where one of `signals` was aborted before
   */
  async wait(way: Way, signals: readonly AbortSignal[]): Promise<boolean> {
    if (signals.some((signal) => signal.aborted)) return false;
    return await new Promise((resolve) => {
      const letIn = (isIn: boolean) => {
        this.waiting.delete(waiter);
        for (const signal of signals) signal.removeEventListener('abort', giveUp);
        resolve(isIn);
      };
      const giveUp = () => {
        letIn(false);
        // It may have been in the way of those behind.
        this.letIn();
      };
      const waiter = { way, letIn };
      for (const signal of signals) signal.addEventListener('abort', giveUp);
      this.waiting.add(waiter);
    });
  }

  leave(way: Way): void {
    if (way === 'alone') this.isTaken = false;
    else this.sharing -= 1;
    this.letIn();
  }

  private letIn(): void {
    for (const waiter of this.waiting) {
      if (!this.isFree(waiter.way)) return;
      this.take(waiter.way);
      waiter.letIn(true);
    }
  }

  private isFree(way: Way): boolean {
    return !this.isTaken && (way === 'shared' || this.sharing === 0);
  }

  private take(way: Way): void {
    if (way === 'alone') this.isTaken = true;
    else this.sharing += 1;
  }
}
