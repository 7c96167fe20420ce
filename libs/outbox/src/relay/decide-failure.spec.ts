import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  MessageTooLargeError,
  PublishRejectedError,
  PublishUnconfirmedError,
  UnknownDestinationError,
  UnpublishableMessageError,
  UnroutableMessageError,
} from '@app/messaging';
import { OutboxRowInvalidError } from '../outbox.errors.js';
import { decideFailure } from './decide-failure.js';

const destination = { broker: 'kafka', name: 'topic' };
const PATIENCE_MS = 60_000;

const hopeless = [
  new MessageTooLargeError(destination, 2, 1),
  new UnpublishableMessageError('header'),
  new OutboxRowInvalidError('1'),
];
const refusals = [new UnroutableMessageError('no queue'), UnknownDestinationError.of(destination)];
const transient = [
  new PublishRejectedError('queue full'),
  new PublishUnconfirmedError('no answer'),
  new Error('whatever'),
];

describe('decideFailure', () => {
  it.each(hopeless)('sets aside at once what can not be carried: %s', (error) => {
    const history = { failures: 1, refusedForMs: undefined };

    expect(decideFailure(error, history, PATIENCE_MS)).toEqual({ kind: 'set-aside' });
  });

  it.each(refusals)('has patience with a destination that may come: %s', (error) => {
    const first = { failures: 1, refusedForMs: undefined };
    const later = { failures: 4, refusedForMs: PATIENCE_MS - 1 };
    const last = { failures: 9, refusedForMs: PATIENCE_MS };

    expect(decideFailure(error, first, PATIENCE_MS)).toEqual({
      kind: 'hold',
      delayMs: 500,
      refusedForMs: 0,
    });
    expect(decideFailure(error, later, PATIENCE_MS)).toEqual({
      kind: 'hold',
      delayMs: 4_000,
      refusedForMs: PATIENCE_MS - 1,
    });
    expect(decideFailure(error, last, PATIENCE_MS)).toEqual({ kind: 'set-aside' });
  });

  it('never sets aside what passes, however long it lasts', () => {
    const anyFailure = fc.record({
      error: fc.constantFrom(...transient),
      failures: fc.integer({ min: 1, max: 2 ** 31 }),
      refusedForMs: fc.option(fc.nat(), { nil: undefined }),
      patienceMs: fc.nat(),
    });
    fc.assert(
      fc.property(anyFailure, ({ error, failures, refusedForMs, patienceMs }) => {
        const outcome = decideFailure(error, { failures, refusedForMs }, patienceMs);
        const delayMs = outcome.kind === 'hold' ? outcome.delayMs : -1;
        expect(outcome).toEqual({ kind: 'hold', delayMs, refusedForMs: undefined });
        expect(Math.min(Math.max(delayMs, 500), 5_000)).toBe(delayMs);
      }),
    );
  });
});
