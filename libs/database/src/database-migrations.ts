import { Injectable } from '@nestjs/common';
import type { Migration } from 'kysely';
import { ConfigurationError } from '@app/messaging';

/** By name; they run in the order of their names. A name never changes once it has run. */
export type Migrations = Readonly<Record<string, Migration>>;

/** What an app's schema consists of: the app's own migrations and those of the libraries it uses. */
@Injectable()
export class DatabaseMigrations {
  private readonly byName: Record<string, Migration> = {};

  /** To be called while the app is put together, before `onModuleInit`. */
  add(migrations: Migrations): void {
    for (const [name, migration] of Object.entries(migrations)) {
      const known = this.byName[name];
      if (known && known !== migration) {
        throw new ConfigurationError(`Migration ${name} exists twice. Give one another name.`);
      }
      this.byName[name] = migration;
    }
  }

  all(): Record<string, Migration> {
    return { ...this.byName };
  }
}
