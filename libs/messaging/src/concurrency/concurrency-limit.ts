/** Slots for handlers, given in the order of asking. */
export class ConcurrencyLimit {
  private readonly waiting: ((granted: boolean) => void)[] = [];
  private taken = 0;
  private isStopped = false;

  constructor(private readonly slots: number) {}

  /** @returns false, then or later, once no slot is given any more */
  async acquire(): Promise<boolean> {
    if (this.isStopped) return false;
    if (this.taken < this.slots) {
      this.taken++;
      return true;
    }
    return await new Promise((resolve) => this.waiting.push(resolve));
  }

  release(): void {
    const next = this.waiting.shift();
    if (next) next(true);
    else this.taken--;
  }

  stop(): void {
    this.isStopped = true;
    for (const refuse of this.waiting.splice(0)) refuse(false);
  }
}
