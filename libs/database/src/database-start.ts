import { Logger, type OnModuleInit } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { ConfigurationError } from '@app/messaging';
import { DatabaseUnavailableError } from './availability.errors.js';
import type { DatabaseMigrations } from './database-migrations.js';
import type { DatabaseSettings } from './database.settings.js';
import { migrateSchema } from './migrate-schema.js';
import { toDatabaseError } from './to-database-error.js';

const RETRY_DELAY_MS = 1_000;

/** Waits for the server and migrates, before anything of the app starts. */
export class DatabaseStart implements OnModuleInit {
  private readonly logger = new Logger(DatabaseStart.name);

  constructor(
    private readonly settings: DatabaseSettings,
    private readonly schema: string,
    private readonly migrations: DatabaseMigrations,
  ) {}

  /** @throws ConfigurationError when the server did not answer in time; MigrationError */
  async onModuleInit(): Promise<void> {
    const deadline = performance.now() + this.settings.DATABASE_START_TIMEOUT_MS;
    for (;;) {
      try {
        return await migrateSchema(this.settings.DATABASE_URL, this.schema, this.migrations.all());
      } catch (error) {
        await this.waitUnlessHopeless(toDatabaseError(error), deadline);
      }
    }
  }

  private async waitUnlessHopeless(error: unknown, deadline: number): Promise<void> {
    if (isRefusal(error)) {
      throw new ConfigurationError(
        `PostgreSQL refuses DATABASE_URL: ${error.message}. Correct its user, password or database.`,
        { cause: error },
      );
    }
    if (!(error instanceof DatabaseUnavailableError)) throw error;
    const { host } = new URL(this.settings.DATABASE_URL);
    if (performance.now() + RETRY_DELAY_MS > deadline) {
      throw new ConfigurationError(
        `PostgreSQL at ${host} did not answer within ` +
          `${this.settings.DATABASE_START_TIMEOUT_MS} ms. Start it, or correct DATABASE_URL.`,
        { cause: error },
      );
    }
    this.logger.warn(`Waiting for PostgreSQL at ${host}: ${error.message}`);
    await sleep(RETRY_DELAY_MS);
  }
}

/** PostgreSQL, appendix A: class 28 (authorization), and 3D000 (no such database). */
function isRefusal(error: unknown): error is Error {
  return isNativeError(error) && 'code' in error && /^(28|3D)/.test(String(error.code));
}
