/** What BullMQ shall do with a job that a handler is done with. */
export type JobOutcome =
  /** It is completed, and goes. */
  | 'completed'
  /** It has failed, and goes: its dead letter is written. */
  | 'failed'
  /** Nothing: it is in another state already, or no longer ours. */
  | 'left';
