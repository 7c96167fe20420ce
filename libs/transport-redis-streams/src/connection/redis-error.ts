import { toError } from '@app/messaging';

/** Redis answered, and said no. Everything else leaves open what it did. */
export function isAnswer(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError';
}

/** The stream, or the group on it, isn't there any more (also when a blocked read finds out). */
export function isGroupGone(error: unknown): boolean {
  return isAnswer(error) && /^(NOGROUP|UNBLOCKED)\b/.test(error.message);
}

export function messageOf(error: unknown): string {
  return toError(error).message;
}
