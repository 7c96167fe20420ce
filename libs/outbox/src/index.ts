export { OutboxOutsideTransactionError } from './outbox.errors.js';
export { outboxMigrations } from './outbox.migrations.js';
export { OutboxModule } from './outbox.module.js';
export { Outbox } from './outbox.js';
export { outboxSettings, type OutboxSettings } from './outbox.settings.js';
