/** When a schedule makes a job: at an interval, or by the clock. */
export type Repeat =
  | { readonly everyMs: number }
  /** Five or six fields, as cron has them; `timeZone` by its IANA name, default UTC. */
  | { readonly cron: string; readonly timeZone?: string };

/** An event that is published to a queue again and again, as plain data. */
export interface Schedule {
  /** Unique in its queue. A schedule with the id of another replaces it. */
  readonly id: string;
  readonly repeat: Repeat;
  /** Type of the event: a task, `orders.stalled.report.v1`. */
  readonly type: string;
  readonly data: object;
}
