import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ManualClock } from '@app/testing';
import { Committer, type SendCommit } from './committer.js';
import { OwnedPartition } from './owned-partition.js';

Logger.overrideLogger(false);

/** All of its records are finished. */
function partition(number: number, finished: number): OwnedPartition {
  const created = new OwnedPartition('orders', number, () => Promise.resolve());
  for (let offset = 0; offset < finished; offset++) {
    created.window.take(offset, 1);
    created.window.finish(offset);
  }
  return created;
}

describe('Committer', () => {
  let owned: OwnedPartition[];
  let send: jest.Mock<SendCommit>;
  let clock: ManualClock;
  let committer: Committer;

  beforeEach(() => {
    owned = [];
    send = jest.fn<SendCommit>(() => Promise.resolve());
    clock = new ManualClock();
    committer = new Committer(() => owned, send, clock);
  });

  it('commits all partitions by one request, on a timer', async () => {
    owned = [partition(0, 3), partition(1, 5)];
    committer.start();

    clock.advance(1_000);

    expect(send).toHaveBeenCalledTimes(1);
    expect(send).toHaveBeenCalledWith({
      topics: [
        {
          topic: 'orders',
          partitions: [
            { partition: 0, offset: '3' },
            { partition: 1, offset: '5' },
          ],
        },
      ],
    });
    committer.stop();
  });

  it('sends nothing where nothing is new', async () => {
    owned = [partition(0, 3)];
    await committer.commit();
    await committer.commit();

    expect(send).toHaveBeenCalledTimes(1);
  });

  it('has sent the commit when the call returns', () => {
    owned = [partition(0, 3)];

    void committer.commit();

    expect(send).toHaveBeenCalledTimes(1);
  });

  it('builds the commit anew after a failure, from what is owned by then', async () => {
    const [lost, kept] = [partition(0, 3), partition(1, 5)];
    owned = [lost, kept];
    send.mockRejectedValueOnce(new Error('gone'));
    await committer.commit();
    owned = [kept];

    await committer.commit();

    expect(send).toHaveBeenLastCalledWith({
      topics: [{ topic: 'orders', partitions: [{ partition: 1, offset: '5' }] }],
    });
  });
});
