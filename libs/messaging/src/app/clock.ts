/** Time, as far as tests must control it. */
export abstract class Clock {
  abstract now(): Date;
  /** Since some fixed moment. Unlike `now()`, it never jumps. */
  abstract elapsedMs(): number;
  /** Calls back once after `delayMs`. @returns a function that cancels it */
  abstract after(delayMs: number, callback: () => void): () => void;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }

  elapsedMs(): number {
    return performance.now();
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  }
}
