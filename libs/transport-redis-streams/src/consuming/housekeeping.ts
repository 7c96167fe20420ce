import { Logger } from '@nestjs/common';
import { sleep, type Clock } from '@app/messaging';
import { messageOf } from '../connection/redis-error.js';
import type { ConsumerGroup } from './consumer-group.js';
import type { Intake } from './intake.js';
import type { Ownership } from './ownership.js';

export interface HousekeepingOptions {
  readonly group: Pick<ConsumerGroup, 'forget'>;
  readonly ownership: Pick<Ownership, 'renewAll'>;
  readonly intake: Pick<Intake, 'takeAbandoned'>;
  readonly clock: Clock;
  readonly minIdleMs: number;
  readonly stopping: AbortSignal;
  /** Aborted when nothing is held any more: until then entries are renewed, also while stopping. */
  readonly done: AbortSignal;
}

const MAX_CLAIM_INTERVAL_MS = 5_000;
/** Far beyond any outage: a consumer that comes back is made anew by its next read. */
const FORGET_AFTER_MIN_IDLES = 20;

/** What has to be done from time to time: renew what is ours, claim what is abandoned, tidy up. */
export class Housekeeping {
  private readonly logger = new Logger(Housekeeping.name);
  private readonly forgetAfterMs: number;

  constructor(private readonly options: HousekeepingOptions) {
    this.forgetAfterMs = FORGET_AFTER_MIN_IDLES * options.minIdleMs;
  }

  async run(): Promise<void> {
    const { minIdleMs, done, clock } = this.options;
    const intervalMs = Math.min(minIdleMs / 3, MAX_CLAIM_INTERVAL_MS);
    for (;;) {
      await sleep(clock, intervalMs, [done]);
      if (done.aborted) return;
      await this.tidy();
    }
  }

  private async tidy(): Promise<void> {
    const { group, ownership, intake, stopping } = this.options;
    try {
      await ownership.renewAll();
      if (stopping.aborted) return;
      await intake.takeAbandoned();
      const forgotten = await group.forget(this.forgetAfterMs);
      if (forgotten.length > 0) this.logger.log({ msg: 'Removed old consumers', forgotten });
    } catch (error) {
      this.logger.debug(`Housekeeping waits for Redis: ${messageOf(error)}`);
    }
  }
}
