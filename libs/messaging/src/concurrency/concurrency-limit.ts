/** Slots for handlers, given in the order of asking. */
export class ConcurrencyLimit {
  private readonly waiting = new Set<(granted: boolean) => void>();
  private taken = 0;
  private isStopped = false;

  constructor(private readonly slots: number) {}

  /**
   * @param signal aborted when the slot isn't wanted any more
   * @returns false, then or later, once no slot is given any more or `signal` is aborted
   */
  async acquire(signal?: AbortSignal): Promise<boolean> {
    if (this.isStopped || signal?.aborted) return false;
    if (this.taken < this.slots) {
      this.taken++;
      return true;
    }
    return await new Promise((resolve) => {
      const answer = (granted: boolean) => {
        this.waiting.delete(answer);
        signal?.removeEventListener('abort', refuse);
        resolve(granted);
      };
      const refuse = () => answer(false);
      this.waiting.add(answer);
      signal?.addEventListener('abort', refuse);
    });
  }

  release(): void {
    const [next] = this.waiting;
    if (next) next(true);
    else this.taken--;
  }

  stop(): void {
    this.isStopped = true;
    for (const answer of this.waiting) answer(false);
  }
}
