/** Why a message became a dead letter. A closed list; each has its sentence. */
export const DEAD_LETTER_REASONS = {
  TOO_LARGE: 'The body is larger than this consumer accepts.',
  HOSTILE_HEADERS: 'Headers are forged, malformed or far too many.',
  EMPTY_BODY: 'The message has no body.',
  INVALID_UTF8: 'The body is not valid UTF-8.',
  INVALID_JSON: 'The body is not JSON.',
  NESTED_TOO_DEEP: 'The JSON nests deeper than we follow.',
  FORBIDDEN_KEY: 'The JSON has a key that could reach a prototype.',
  NOT_AN_EVENT: 'The JSON is not a CloudEvent.',
  UNSUPPORTED_SPECVERSION: 'The CloudEvents version is not 1.0.',
  UNKNOWN_VERSION: 'We handle this event, but not in this version.',
  SCHEMA_MISMATCH: 'The payload does not fit the schema of its type.',
  NO_HANDLER: 'The queue is addressed to us, and no handler takes this type.',
  FORBIDDEN: 'A guard refused the message.',
  UNRECOVERABLE: 'The handler said that trying again cannot help.',
  IDEMPOTENCY_MISMATCH: 'The idempotency key was used before with another payload.',
  RETRIES_EXHAUSTED: 'The handler failed at every attempt.',
  CRASH_LOOP: 'The process died each time it handled this message.',
} as const;

export type DeadLetterReason = keyof typeof DEAD_LETTER_REASONS;

export function isDeadLetterReason(code: unknown): code is DeadLetterReason {
  return typeof code === 'string' && Object.hasOwn(DEAD_LETTER_REASONS, code);
}
