/** Wakes those who wait for something to change, to look at it again. */
export class ChangeNotice {
  private readonly waiting = new Set<() => void>();

  /** Something has changed. */
  readonly give = (): void => {
    for (const wake of this.waiting) wake();
  };

  /** Resolves at the next change, or as soon as `signal` is aborted. */
  async next(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
