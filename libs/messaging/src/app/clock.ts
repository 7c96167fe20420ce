/** Time, as far as tests must control it. */
export abstract class Clock {
  abstract now(): Date;
  /** Calls back once after `delayMs`. @returns a function that cancels it */
  abstract after(delayMs: number, callback: () => void): () => void;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  }
}
