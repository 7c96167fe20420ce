import { milliseconds } from '@app/messaging';
import { z } from 'zod';

export const brokerPollerSettings = z.object({
  /** How often each broker is asked how much waits there. */
  BROKER_POLL_INTERVAL_MS: milliseconds(5_000),
  /** A consumer that has work and settled nothing for so long isn't ready. */
  PROGRESS_TIMEOUT_MS: milliseconds(60_000),
});
