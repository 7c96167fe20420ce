import type { LoggerService } from '@nestjs/common';
import type { Clock } from '../app/clock.js';
import { endsWithin } from '../time/ends-within.js';

const START_PATIENCE_MS = 15_000;

export interface PatientStart {
  /** For the log: `Kafka`, `Redis`. */
  readonly broker: string;
  /** Resolves when messages flow, however long that takes. */
  readonly started: Promise<unknown>;
  readonly clock: Clock;
  readonly logger: LoggerService;
  /** What becomes of a refusal that comes too late to keep the app from starting. Default: logged. */
  readonly onLateFailure?: (error: unknown) => void;
}

/**
 * A broker that is away must not keep an app from starting: the transport goes on to try, and
 * health says so.
 * @throws what `started` rejects with within 15 s
 */
export async function startPatiently(start: PatientStart): Promise<void> {
  const { broker, started, clock, logger } = start;
  if (await endsWithin(clock, START_PATIENCE_MS, started)) return;

  logger.warn(`${broker} is not there yet. The app goes on without, and tries on.`);
  const logged = (error: unknown) => logger.error({ msg: `${broker} can't be used`, error });
  started.catch(start.onLateFailure ?? logged);
}
