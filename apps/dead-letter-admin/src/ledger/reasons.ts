import { DEAD_LETTER_REASONS } from '@app/messaging';

/** Reasons of messages that reached a dead-letter channel without a handler's say. */
export const BACKSTOP_REASONS = {
  UNEXPLAINED:
    'It came without an explanation: the broker moved it there without saying why, or a person did.',
  DELIVERY_LIMIT:
    'The broker moved it there: it was handed out too often, and its consumer never settled it.',
  EXPIRED: 'The broker moved it there: its time was over before anybody took it.',
  QUEUE_FULL: 'The broker moved it there to make room in a full queue.',
  REJECTED: 'The broker moved it there: a consumer of another program rejected it.',
  UNREADABLE: 'The database refused what is known of it; its bytes are kept.',
} as const;

/** Every reason that the ledger knows, each with its sentence. */
export const REASONS: Readonly<Record<string, string>> = {
  ...DEAD_LETTER_REASONS,
  ...BACKSTOP_REASONS,
};
