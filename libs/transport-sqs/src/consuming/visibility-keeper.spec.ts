import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ManualClock } from '@app/testing';
import type { EntryResult } from '../connection/entry-result.js';
import type { SqsClient } from '../connection/sqs.client.js';
import { HeldMessage } from './held-message.js';
import { HeldMessages } from './held-messages.js';
import { VisibilityKeeper } from './visibility-keeper.js';

const VISIBILITY_SECONDS = 30;
const MAX_HOLD_MS = 100_000;
const HOUR_MS = 3_600_000;

describe('VisibilityKeeper', () => {
  const changeVisibilityBatch = jest.fn<SqsClient['changeVisibilityBatch']>();
  let clock: ManualClock;
  let held: HeldMessages;
  let lost: string[];
  let keeper: VisibilityKeeper;

  beforeEach(() => {
    jest.resetAllMocks();
    changeVisibilityBatch.mockImplementation(async (_url, handles) =>
      handles.map((): EntryResult => ({ kind: 'done' })),
    );
    clock = new ManualClock();
    held = new HeldMessages();
    lost = [];
    keeper = new VisibilityKeeper({
      url: () => Promise.resolve('http://q'),
      client: { changeVisibilityBatch },
      clock,
      held,
      visibilitySeconds: VISIBILITY_SECONDS,
      maxHoldMs: MAX_HOLD_MS,
      onLost: (message) => lost.push(message.received.id),
    });
    keeper.start();
  });

  /** Second by second, as renewals go on between callbacks. */
  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 1_000) {
      clock.advance(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  function hold(id: string): HeldMessage {
    const now = clock.elapsedMs();
    const body = Buffer.from(id);
    const message = new HeldMessage(
      {
        id,
        receiptHandle: id,
        group: 'g',
        body,
        headers: new Map(),
        isRedelivered: false,
        coordinates: {},
      },
      now,
      keeper.ownedUntil(now),
    );
    held.add(message);
    return message;
  }

  it('renews everything held at a third of the timeout, ten at a time', async () => {
    for (let index = 0; index < 12; index++) hold(String(index));

    await pass(10_000);

    const sizes = changeVisibilityBatch.mock.calls.map(([, handles]) => handles.length);
    expect(sizes).toEqual([10, 2]);
    expect(changeVisibilityBatch.mock.calls[0]?.[2]).toBe(VISIBILITY_SECONDS);
    await pass(60_000);
    expect(lost).toEqual([]);
  });

  it('loses what it could not renew before SQS gives it away', async () => {
    changeVisibilityBatch.mockRejectedValue(new Error('away'));
    const message = hold('a');

    await pass(26_000);
    expect(message.isLost).toBe(false);
    await pass(1_000);

    expect(message.isLost).toBe(true);
    expect(lost).toEqual(['a']);
  });

  it.each([HOUR_MS, -HOUR_MS])('owns the same when the wall clock is set by %i ms', async (ms) => {
    const kept = hold('kept');
    clock.jump(ms);
    await pass(20_000);
    expect(kept.isLost).toBe(false);

    changeVisibilityBatch.mockRejectedValue(new Error('away'));
    clock.jump(ms);
    await pass(30_000);

    expect(lost).toEqual(['kept']);
  });

  it('loses at once what SQS says is not ours', async () => {
    changeVisibilityBatch.mockResolvedValue([
      { kind: 'failed', ours: true, detail: 'MessageNotInflight' },
      { kind: 'done' },
    ]);
    hold('a');
    hold('b');

    await pass(10_000);

    expect(lost).toEqual(['a']);
  });

  it('does not hold a message for ever', async () => {
    const message = hold('a');

    await pass(MAX_HOLD_MS - 20_000);
    expect(message.isLost).toBe(false);
    await pass(30_000);

    expect(message.signal.aborted).toBe(true);
  });
});
