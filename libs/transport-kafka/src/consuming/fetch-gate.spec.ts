import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ManualClock, until } from '@app/testing';
import { FetchGate } from './fetch-gate.js';
import type { FetchedRecord } from '../codec/fetched-record.js';
import { OwnedPartition } from './owned-partition.js';

const record = (offset: number): FetchedRecord => ({
  offset,
  key: undefined,
  body: Buffer.alloc(1),
  headers: new Map(),
});

describe('FetchGate', () => {
  const fetching = { pause: jest.fn(), resume: jest.fn() };
  let clock: ManualClock;
  let gate: FetchGate;
  let partition: OwnedPartition;

  beforeEach(() => {
    jest.clearAllMocks();
    clock = new ManualClock();
    gate = new FetchGate(fetching, clock);
    partition = new OwnedPartition('orders', 0, () => Promise.resolve(), {
      records: 4,
      bytes: 1_000,
    });
  });

  const fill = () => {
    for (let offset = 0; offset < 4; offset++) partition.take(record(offset));
  };

  it('lets a batch pass at once while the window has room', async () => {
    partition.take(record(0));

    await gate.pass(partition);

    expect(clock.pending).toBe(0);
  });

  it('holds a batch while the window empties soon', async () => {
    fill();
    const passed = gate.pass(partition);
    partition.finish(record(0));
    partition.finish(record(1));

    await passed;

    expect(fetching.pause).not.toHaveBeenCalled();
  });

  it('pauses the partition after 100 ms, and resumes it when there is room', async () => {
    fill();
    const passed = gate.pass(partition);
    clock.advance(100);
    await passed;
    expect(fetching.pause).toHaveBeenCalledWith('orders', 0);

    partition.finish(record(3));
    expect(fetching.resume).not.toHaveBeenCalled();
    partition.finish(record(0));

    expect(fetching.resume).toHaveBeenCalledTimes(1);
  });

  it('resumes a partition that was lost while paused', async () => {
    fill();
    const passed = gate.pass(partition);
    clock.advance(100);
    await passed;

    partition.lose();
    gate.reopen(partition);

    expect(fetching.resume).toHaveBeenCalledWith('orders', 0);
  });

  it('does not pause a partition that was lost while it was held', async () => {
    fill();
    const passed = gate.pass(partition);
    partition.lose();
    gate.reopen(partition);
    await until(() => clock.pending === 1);
    clock.advance(100);
    await passed;

    expect(fetching.pause).not.toHaveBeenCalled();
  });
});
