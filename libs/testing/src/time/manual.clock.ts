import { Clock } from '@app/messaging';

interface Alarm {
  readonly at: number;
  readonly callback: () => void;
}

/** Time that stands still until a test lets it pass. */
export class ManualClock extends Clock {
  private readonly alarms = new Set<Alarm>();
  private timeMs = 0;
  private startMs: number;

  constructor(start: Date = new Date('2026-01-01T00:00:00Z')) {
    super();
    this.startMs = start.getTime();
  }

  now(): Date {
    return new Date(this.startMs + this.timeMs);
  }

  elapsedMs(): number {
    return this.timeMs;
  }

  /** Somebody sets the wall clock. No time passes by that. */
  jump(ms: number): void {
    this.startMs += ms;
  }

  after(delayMs: number, callback: () => void): () => void {
    const alarm = { at: this.timeMs + delayMs, callback };
    this.alarms.add(alarm);
    return () => void this.alarms.delete(alarm);
  }

  /** How many callbacks still wait for their time. */
  get pending(): number {
    return this.alarms.size;
  }

  /**
   * Lets `ms` milliseconds pass: runs what becomes due, in the order of time, also what those
   * callbacks ask for. What they only start (promises) goes on after this returns.
   */
  advance(ms: number): void {
    const end = this.timeMs + ms;
    for (let next = this.next(end); next; next = this.next(end)) {
      this.alarms.delete(next);
      this.timeMs = Math.max(this.timeMs, next.at);
      next.callback();
    }
    this.timeMs = end;
  }

  /** The earliest alarm up to `end`; of several at one time, the one that was set first. */
  private next(end: number): Alarm | undefined {
    let earliest: Alarm | undefined;
    for (const alarm of this.alarms) {
      if (alarm.at <= end && (!earliest || alarm.at < earliest.at)) earliest = alarm;
    }
    return earliest;
  }
}
