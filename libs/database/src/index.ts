export { createPool } from './create-pool.js';
export { DatabaseBusyError, DatabaseUnavailableError } from './availability.errors.js';
export { DatabaseClose } from './database-close.js';
export { DatabaseMigrations, type Migrations } from './database-migrations.js';
export { DatabaseModule, type DatabaseModuleOptions } from './database.module.js';
export { databaseSettings, type DatabaseSettings } from './database.settings.js';
export type { TransactionOptions } from './begin-statement.js';
export { Database } from './database.js';
export { Opening } from './transaction-scope.js';
export { UnsupportedByDatabaseError } from './joining.driver.js';
export { MigrationError } from './migrate-schema.js';
export { RetentionPurge, type Retained } from './retention-purge.js';
export {
  NoTransactionError,
  TransactionEndedError,
  TransactionIdleError,
  TransactionRolledBackError,
} from './transaction.errors.js';
export type { Transaction } from './transaction.js';
