import { DatabaseUnavailableError } from './availability.errors.js';

/** Lets so many in at a time; the others wait in line. */
export class Slots {
  private readonly waiting = new Set<() => void>();
  private free: number;

  constructor(
    count: number,
    private readonly options: { readonly timeoutMs: number },
  ) {
    this.free = count;
  }

  /**
   * @returns a function that leaves
   * @throws DatabaseUnavailableError when no slot came free in time
   */
  async enter(): Promise<() => void> {
    if (this.free > 0) this.free -= 1;
    else await this.wait();
    return () => this.leave();
  }

  private wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const admit = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.delete(admit);
        reject(
          new DatabaseUnavailableError(
            `All connections of the app were busy for ${this.options.timeoutMs} ms. Shorten ` +
              'transactions, lower the concurrency, or raise DATABASE_POOL_SIZE.',
          ),
        );
      }, this.options.timeoutMs);
      this.waiting.add(admit);
    });
  }

  private leave(): void {
    const [next] = this.waiting;
    if (!next) {
      this.free += 1;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}
