/** A receive gives ten messages at most. */
const MOST = 10;

/** How many messages may be asked for: enough to keep all handlers busy, and few that only wait. */
export class Room {
  private asked = 0;
  private readonly waiting = new Set<() => void>();

  /** @param inUse messages that we have already and that keep handlers busy */
  constructor(
    private readonly concurrency: number,
    private readonly inUse: () => number,
    private readonly stopping: AbortSignal,
  ) {
    stopping.addEventListener('abort', () => this.changed());
  }

  /** Waits until there is room. @returns how many to ask for; 0 when the app stops */
  async reserve(): Promise<number> {
    while (!this.stopping.aborted) {
      // One more for each handler, so that none waits for a request.
      const free = 2 * this.concurrency - this.inUse() - this.asked;
      if (free > 0) {
        const room = Math.min(free, MOST);
        this.asked += room;
        return room;
      }
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
    return 0;
  }

  /** A receive has ended. */
  free(reserved: number): void {
    this.asked -= reserved;
  }

  changed(): void {
    const woken = [...this.waiting];
    this.waiting.clear();
    for (const wake of woken) wake();
  }
}
