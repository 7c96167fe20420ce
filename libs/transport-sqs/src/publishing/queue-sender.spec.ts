import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PublishRejectedError, PublishUnconfirmedError } from '@app/messaging';
import { ManualClock } from '@app/testing';
import type { EntryResult } from '../connection/entry-result.js';
import type { SqsClient } from '../connection/sqs.client.js';
import { QueueSender } from './queue-sender.js';

const done: EntryResult = { kind: 'done' };
const failed: EntryResult = { kind: 'failed', ours: true, detail: 'no' };
const turn = () => new Promise((resolve) => setImmediate(resolve));
const entry = (body: string, group: string) => ({
  MessageBody: body,
  MessageAttributes: {},
  MessageGroupId: group,
});

describe('QueueSender', () => {
  const sendBatch = jest.fn<SqsClient['sendBatch']>();
  let clock: ManualClock;
  let sender: QueueSender;
  const bodies = () =>
    sendBatch.mock.calls.map(([, entries]) => entries.map((it) => it.MessageBody));

  beforeEach(() => {
    jest.resetAllMocks();
    clock = new ManualClock();
    sender = new QueueSender({
      queue: 'q',
      url: () => Promise.resolve('http://q'),
      client: { sendBatch },
      clock,
      timeoutMs: 1_000,
    });
  });

  it('tells each publisher of its own message', async () => {
    sendBatch.mockResolvedValue([done, failed, { kind: 'unknown' }]);

    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c'].map((it) => sender.send(entry(it, it))),
    );

    expect(outcomes[0]?.status).toBe('fulfilled');
    expect(outcomes[1]).toMatchObject({ reason: expect.any(PublishRejectedError) });
    expect(outcomes[2]).toMatchObject({ reason: expect.any(PublishUnconfirmedError) });
    expect(bodies()).toEqual([['a', 'b', 'c']]);
  });

  it('fails what waits behind a failed message of its group, so that nothing overtakes', async () => {
    sendBatch.mockResolvedValue([failed, done]);

    const outcomes = await Promise.allSettled([
      sender.send(entry('a1', 'a')),
      sender.send(entry('a2', 'a')),
      sender.send(entry('b1', 'b')),
    ]);

    expect(outcomes.map((it) => it.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(bodies()).toEqual([['a1', 'b1']]);
  });

  it('leaves open what became of messages without an answer', async () => {
    sendBatch.mockRejectedValue(new Error('socket hang up'));

    await expect(sender.send(entry('a', 'a'))).rejects.toBeInstanceOf(PublishUnconfirmedError);
  });

  it('rejects at its deadline', async () => {
    sendBatch.mockReturnValue(new Promise(() => undefined));
    const sending = sender.send(entry('a', 'a')).catch((error: unknown) => error);
    const waiting = sender.send(entry('a2', 'a')).catch((error: unknown) => error);
    await turn();

    clock.advance(1_000);

    expect(await sending).toBeInstanceOf(PublishUnconfirmedError);
    expect(await waiting).toBeInstanceOf(PublishRejectedError);
    expect(bodies()).toEqual([['a']]);
  });
});
