import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { Health, HealthIndicator } from '@app/messaging';
import type { Database } from './database.js';

const INTERVAL_MS = 2_000;

/** Asks the server now and then, and tells what the last answer was. */
export class DatabaseHealth
  implements HealthIndicator, OnApplicationBootstrap, OnApplicationShutdown
{
  readonly name = 'database';
  private timer: NodeJS.Timeout | undefined;
  private state: Health = { status: 'up' };
  private asking = false;

  constructor(private readonly database: Database) {}

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

  private async ask(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      await this.database.query({ name: 'health', text: 'select 1' });
      this.state = { status: 'up' };
    } catch (error) {
      this.state = { status: 'down', detail: error instanceof Error ? error.message : 'no answer' };
    } finally {
      this.asking = false;
    }
  }
}
