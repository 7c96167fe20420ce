import type { z } from 'zod';
import { MessagingError } from './messaging.error.js';

/** An event that we were about to publish does not fit its schema. Nothing was sent. */
export class EventValidationError extends MessagingError {
  readonly code = 'EVENT_VALIDATION';

  static of(type: string, error: z.ZodError): EventValidationError {
    return new EventValidationError(
      `${type} is not valid: ${describeIssues(error)}. Nothing was sent; mend the payload.`,
      { cause: error },
    );
  }
}

/** `items.0.quantity: expected int, received string; …`, at most five issues. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.message}`)
    .join('; ');
}
