/** Time, as far as tests must control it. */
export abstract class Clock {
  /** For people, and for what is stored: somebody may set this clock while the process runs. */
  abstract now(): Date;
  /**
   * Since some fixed moment, and it never jumps: what is ours until when, how long something took.
   * Other processes count from another moment.
   */
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
