import { DEAD_LETTER_REASONS } from '@app/messaging';

/** Reasons of messages that reached a dead-letter channel without a handler's say. */
export const BACKSTOP_REASONS = {
  UNEXPLAINED:
    'It came without an explanation: the broker moved it there after too many deliveries, or a person did.',
  UNREADABLE: 'The database refused what is known of it; its bytes are kept.',
  UNPUBLISHABLE: 'An app could not publish it; it holds back the later events of its key.',
} as const;

/** Every reason that the ledger knows, each with its sentence. */
export const REASONS: Readonly<Record<string, string>> = {
  ...DEAD_LETTER_REASONS,
  ...BACKSTOP_REASONS,
};
