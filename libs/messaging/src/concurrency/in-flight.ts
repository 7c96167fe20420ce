/** Counts what is under way, to be waited for. */
export class InFlight {
  private count = 0;
  private waiting: (() => void)[] = [];

  async track(work: () => Promise<void>): Promise<void> {
    this.count++;
    try {
      await work();
    } finally {
      this.count--;
      if (this.count === 0) for (const resolve of this.waiting.splice(0)) resolve();
    }
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    if (this.count === 0) return;
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}
