import { describe, expect, it } from '@jest/globals';
import {
  KafkaJSConnectionError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
} from 'kafkajs';
import { isAnswer, isRefusal, rootCause } from './kafka-error.js';

const answer = (type: string, retriable: boolean) =>
  new KafkaJSProtocolError(
    Object.assign(new Error(`the broker says ${type}`), { type, code: 10, retriable }),
  );

describe('what an error of kafkajs means', () => {
  it.each([
    { error: answer('MESSAGE_TOO_LARGE', false), refused: true, answered: true },
    { error: answer('NOT_ENOUGH_REPLICAS', true), refused: false, answered: true },
    { error: new KafkaJSConnectionError('gone'), refused: false, answered: false },
    { error: new Error('late'), refused: false, answered: false },
  ])('$error.message: refused $refused, answered $answered', ({ error, refused, answered }) => {
    expect([isRefusal(error), isAnswer(error)]).toEqual([refused, answered]);
  });

  it('looks through the error of the retries that ran out', () => {
    const cause = answer('NOT_ENOUGH_REPLICAS', true);
    const wrapped = new KafkaJSNumberOfRetriesExceeded(cause, { retryCount: 0, retryTime: 100 });

    expect(rootCause(wrapped)).toBe(cause);
    expect(isRefusal(wrapped)).toBe(false);
  });
});
