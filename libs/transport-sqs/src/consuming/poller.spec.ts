import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ManualClock } from '@app/testing';
import type { SqsClient } from '../connection/sqs.client.js';
import { Poller } from './poller.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Nothing comes; a recovery, which doesn't wait, gets nothing at once. */
const untilAborted: SqsClient['receive'] = (_url, { waitSeconds }, signal) =>
  new Promise((resolve, reject) => {
    if (waitSeconds === 0) resolve([]);
    signal.addEventListener('abort', () => reject(new Error('aborted')));
  });

describe('Poller', () => {
  const receive = jest.fn<SqsClient['receive']>();
  let stopping: AbortController;
  let clock: ManualClock;
  let received: string[];

  beforeEach(() => {
    jest.resetAllMocks();
    stopping = new AbortController();
    clock = new ManualClock();
    received = [];
  });

  const start = (waitSeconds: number, fifo = true) =>
    new Poller({
      queue: 'q',
      url: () => Promise.resolve('http://q'),
      client: { receive },
      clock,
      fifo,
      visibilitySeconds: 300,
      waitSeconds,
      reserve: async () => (stopping.signal.aborted ? 0 : 10),
      onMessages: (messages) => received.push(...messages.map((it) => it.MessageId!)),
      stopping: stopping.signal,
    }).run();
  const attempts = () => receive.mock.calls.map(([, request]) => request.attemptId);
  it.each([
    { name: 'whose answer was lost', jumpMs: 0 },
    { name: 'though the wall clock is set meanwhile', jumpMs: 3_600_000 },
  ])('asks again by the same attempt for messages $name', async ({ jumpMs }) => {
    receive.mockRejectedValueOnce(new Error('socket hang up'));
    receive.mockResolvedValueOnce([{ MessageId: 'a' }]);
    receive.mockImplementation(untilAborted);

    const running = start(20);
    await turn();
    clock.jump(jumpMs);
    clock.advance(100);
    await turn();
    stopping.abort();
    await running;

    const [first, second, third] = attempts();
    expect(first).toBeDefined();
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect(received).toEqual(['a']);
  });

  it('cuts a long receive when the app stops, and recovers what it may have got', async () => {
    receive.mockImplementationOnce(untilAborted);
    receive.mockResolvedValueOnce([{ MessageId: 'late' }]);

    const running = start(20);
    await turn();
    stopping.abort();
    await running;

    expect(new Set(attempts()).size).toBe(1);
    expect(receive.mock.calls.map(([, request]) => request.waitSeconds)).toEqual([20, 0]);
    expect(received).toEqual(['late']);
  });

  it('lets a short receive end by itself', async () => {
    const answer = new Promise<{ MessageId: string }[]>((resolve) => {
      stopping.signal.addEventListener('abort', () =>
        setImmediate(resolve, [{ MessageId: 'late' }]),
      );
    });
    receive.mockReturnValueOnce(answer);

    const running = start(2);
    await turn();
    stopping.abort();
    await running;

    expect(received).toEqual(['late']);
  });

  it('names no attempt on a standard queue, which knows none', async () => {
    receive.mockImplementation(untilAborted);

    const running = start(20, false);
    await turn();
    stopping.abort();
    await running;

    expect(attempts()).toEqual([undefined]);
  });
});
