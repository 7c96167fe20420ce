import type { Schedule } from '../scheduling/schedule.js';

/** What BullMQ does with the jobs of one event type. */
export interface JobOptions {
  /** 1 is the most urgent, 2,097,152 the least; a job without one goes before all of them. */
  readonly priority?: number;
  /** How long a job waits before it is worked on. */
  readonly delayMs?: number;
}

/** A queue of jobs. Beside it stands its dead-letter queue, `<name>.dlq`. */
export interface BullMqQueue {
  readonly name: string;
  /** By event type; a type that isn't listed is worked on in turn, at once. */
  readonly jobs?: Readonly<Record<string, JobOptions>>;
  /** Kept up by the app that reads the queue. One that is taken out here stays until it is removed. */
  readonly schedules?: readonly Schedule[];
}

/** Everything that a system has in BullMQ, as plain data. Names are without resource prefix. */
export interface BullMqTopology {
  readonly queues: readonly BullMqQueue[];
}
