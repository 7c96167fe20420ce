import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { endsWithin, toError } from '@app/messaging';
import type { Clock, Health, HealthIndicator } from '@app/messaging';
import type { Database } from './database.js';

const INTERVAL_MS = 2_000;
/** Longer than a busy server takes; one that is frozen, or cut off, keeps the question for ever. */
const DEADLINE_MS = 5_000;

/** Asks the server now and then, and tells what the last answer was. */
export class DatabaseHealth
  implements HealthIndicator, OnApplicationBootstrap, OnApplicationShutdown
{
  readonly name = 'database';
  private timer: NodeJS.Timeout | undefined;
  private state: Health = { status: 'up' };
  private isWaiting = false;
  private pending: Promise<unknown> | undefined;

  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly clock: Clock,
  ) {}

  health(): Health {
    return this.state;
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.ask(), INTERVAL_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** A question that has no answer yet isn't asked again. */
  private async ask(): Promise<void> {
    if (this.isWaiting) return;
    this.isWaiting = true;
    this.pending ??= this.database.query({ name: 'health', text: 'select 1' }).finally(() => {
      this.pending = undefined;
    });
    try {
      this.state = (await endsWithin(this.clock, DEADLINE_MS, this.pending))
        ? { status: 'up' }
        : { status: 'down', detail: `PostgreSQL gave no answer within ${DEADLINE_MS} ms.` };
    } catch (error) {
      this.state = { status: 'down', detail: toError(error).message };
    } finally {
      this.isWaiting = false;
    }
  }
}
