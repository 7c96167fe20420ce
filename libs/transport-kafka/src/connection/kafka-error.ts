import kafkajs from 'kafkajs';

// Node finds no named exports for the errors of this CommonJS package.
const { KafkaJSAggregateError, KafkaJSNotImplemented, KafkaJSProtocolError } = kafkajs;

/** Kafka protocol guide, 'Error codes'. */
const MESSAGE_FAULTS = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD']);

const UNKNOWN = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE']);

/** kafkajs wraps an error by each layer that gave up on it. */
export function rootCause(error: unknown): Error {
  if (error instanceof KafkaJSAggregateError && error.errors[0]) return rootCause(error.errors[0]);
  if (error instanceof Error && error.cause instanceof Error) return rootCause(error.cause);
  return error instanceof Error ? error : new Error(String(error), { cause: error });
}

/**
 * The broker answered that it doesn't do this, now or later. Everything else (no answer, a broken
 * connection, too few replicas at the moment) leaves the outcome open.
 */
export function isRefusal(error: unknown): boolean {
  const cause = rootCause(error);
  return cause instanceof KafkaJSProtocolError && !cause.retriable;
}

/** A refusal because of what the one message of a request is: no later one would do better. */
export function blamesMessage(refusal: Error): boolean {
  return refusal instanceof KafkaJSProtocolError && MESSAGE_FAULTS.has(refusal.type);
}

/** The broker doesn't know the topic, or doesn't know yet who leads it. */
export function isUnknownTopic(error: unknown): boolean {
  const cause = rootCause(error);
  return cause instanceof KafkaJSProtocolError && UNKNOWN.has(cause.type);
}

/** The broker answered, so the connection is sound. */
export function isAnswer(error: unknown): boolean {
  return rootCause(error) instanceof KafkaJSProtocolError;
}

/** Fetched records are compressed by a codec that kafkajs doesn't have: all but gzip. */
export function isUnreadable(error: unknown): boolean {
  return rootCause(error) instanceof KafkaJSNotImplemented;
}
