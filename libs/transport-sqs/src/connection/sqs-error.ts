import { SQSServiceException } from '@aws-sdk/client-sqs';
import { toError } from '@app/messaging';

/**
 * SQS answered that it doesn't do this. Everything else (no answer, a broken connection, a fault of
 * its own, too many requests) leaves the outcome open, or is over in a moment.
 */
export function isRefusal(error: unknown): error is SQSServiceException {
  return error instanceof SQSServiceException && error.$fault === 'client' && !isThrottling(error);
}

function isThrottling(error: SQSServiceException): boolean {
  return error.$retryable?.throttling === true || /throttl/i.test(error.name);
}

/** `ECONNREFUSED` comes as an AggregateError without a message of its own. */
export function describe(thrown: unknown): string {
  const error = toError(thrown);
  if (error.message !== '') return `${error.name}: ${error.message}`;
  return 'code' in error ? String(error.code) : error.name;
}
