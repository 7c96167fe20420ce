type Listener<T> = (event: T) => void | Promise<void>;

/**
 * Tells every subscriber of this process, at once and in memory; nothing is kept.
 * A failing subscriber is reported to `onError` and never hides the event from the others,
 * nor from the publisher.
 */
export class EventBus<T> {
  private readonly listeners = new Set<Listener<T>>();

  constructor(private readonly onError: (error: unknown, event: T) => void) {}

  /** @returns a function that ends the subscription */
  subscribe(listener: Listener<T>): () => void {
    const own: Listener<T> = (event) => listener(event);
    this.listeners.add(own);
    return () => void this.listeners.delete(own);
  }

  publish(event: T): void {
    for (const listener of Array.from(this.listeners)) void this.tell(listener, event);
  }

  private async tell(listener: Listener<T>, event: T): Promise<void> {
    try {
      await listener(event);
    } catch (error) {
      this.onError(error, event);
    }
  }
}
