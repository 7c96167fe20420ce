/**
 * Bounds how many handlers of a subscription run side by side. The prefetch of a channel bounds it
 * too, but handlers of a lost channel may still run when the next one delivers.
 */
export class Slots {
  private readonly waiting = new Set<() => void>();

  constructor(private free: number) {}

  /** @returns whether there is one; false as soon as `signal` is aborted */
  async take(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      if (this.free > 0) {
        this.free -= 1;
        return true;
      }
      await this.change(signal);
    }
    return false;
  }

  release(): void {
    this.free += 1;
    const [first] = this.waiting;
    first?.();
  }

  private change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
