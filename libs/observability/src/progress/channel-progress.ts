/** What is known of a consumer at a moment. */
export interface Observation {
  readonly nowMs: number;
  /** Deliveries that ended since the start. */
  readonly settled: number;
  /** Messages at the broker that this process could take. */
  readonly waiting: number;
  /** Deliveries that are being handled. */
  readonly inFlight: number;
  /** Deliveries that wait for their next attempt: while there are some, others may wait for them. */
  readonly parked: number;
}

/** Tells a consumer that is idle, or slow, from one that doesn't get on. */
export class ChannelProgress {
  private settled = -1;
  private hasWork = false;
  private movedAtMs = 0;
  private latest: Observation | undefined;
  private unknownSinceMs: number | undefined;

  look(observation: Observation): void {
    const { nowMs, settled, waiting, inFlight, parked } = observation;
    this.movedAtMs += nowMs - (this.unknownSinceMs ?? nowMs);
    this.unknownSinceMs = undefined;
    const hasMoved = parked > 0 || settled !== this.settled;
    if (hasMoved || !this.hasWork) this.movedAtMs = nowMs;
    this.settled = settled;
    this.hasWork = waiting + inFlight > 0;
    this.latest = observation;
  }

  /** Nothing is known for now: the time until it is again doesn't count. */
  forget(): void {
    this.unknownSinceMs ??= this.latest?.nowMs;
    this.latest = undefined;
  }

  /** For how long there has been work and nothing was settled; 0 where all is well. */
  stalledMs(nowMs: number): number {
    return this.latest && this.hasWork ? nowMs - this.movedAtMs : 0;
  }

  /** What it looks like, as clauses. */
  describe(): string {
    const { waiting = 0, inFlight = 0 } = this.latest ?? {};
    const work = `${waiting} messages wait at the broker and ${inFlight} are with handlers`;
    const guess =
      inFlight > 0
        ? 'its handlers hang, or wait for something that does'
        : 'nothing is delivered to it: the consumer is gone, or stands still';
    return `${work}, so ${guess}`;
  }
}
