export { OutboxBacklog } from './backlog/outbox-backlog.js';
export { Outboxes } from './dead-letters/outboxes.js';
export { OutboxDeadLetters } from './dead-letters/outbox-dead-letters.js';
export type { Decision, OutboxDeadLetter } from './dead-letters/outbox-dead-letter.js';
export {
  OutboxBacklogFullError,
  OutboxDeadLetterNotFoundError,
  OutboxOutsideTransactionError,
  OutboxRowInvalidError,
} from './outbox.errors.js';
export { outboxMigrations } from './outbox.migrations.js';
export { OutboxModule } from './outbox.module.js';
export { Outbox } from './outbox.js';
export { outboxSettings, type OutboxSettings } from './outbox.settings.js';
