import type { OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';

/**
 * Closes the pool when transports have drained. What works in the background on the same database
 * stops first, in whatever order modules shut down.
 */
export class DatabaseClose implements OnApplicationShutdown {
  private readonly stops: (() => Promise<void>)[] = [];
  private closing: Promise<void> | undefined;

  constructor(private readonly pool: Pool) {}

  /** `stop` is awaited before the pool closes. */
  before(stop: () => Promise<void>): void {
    this.stops.push(stop);
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing ??= this.close();
    await this.closing;
  }

  private async close(): Promise<void> {
    await Promise.all(this.stops.map((stop) => stop()));
    await this.pool.end();
  }
}
