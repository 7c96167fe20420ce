import { beforeEach, describe, expect, it } from '@jest/globals';
import { Assignment } from './assignment.js';
import { OwnedPartition } from './owned-partition.js';

describe('Assignment', () => {
  let assignment: Assignment;

  beforeEach(() => {
    assignment = new Assignment(
      (topic, partition) => new OwnedPartition(topic, partition, () => Promise.resolve()),
    );
    assignment.joined('me', { orders: [0, 1] });
  });

  it('owns what the group assigned, and nothing else', () => {
    expect(assignment.partition('orders', 1)).toBeDefined();
    expect(assignment.partition('orders', 2)).toBeUndefined();
    expect(assignment.partition('payments', 0)).toBeUndefined();
  });

  it('drops what it lost and aborts its signal, and keeps the rest', () => {
    const kept = assignment.partition('orders', 0)!;
    const lost = assignment.partition('orders', 1)!;

    expect(assignment.joined('me', { orders: [0] })).toEqual([lost]);

    expect([kept.signal.aborted, lost.signal.aborted]).toEqual([false, true]);
    expect([...assignment.all()]).toEqual([kept]);
    expect(assignment.partition('orders', 0)).toBe(kept);
  });

  it('starts from nothing as a new member, even with the same partitions', () => {
    const old = assignment.partition('orders', 0)!;

    assignment.joined('me again', { orders: [0, 1] });

    expect(old.signal.aborted).toBe(true);
    expect([...assignment.all()]).toEqual([]);
    expect(assignment.partition('orders', 0)).not.toBe(old);
  });

  it('owns nothing after it left', () => {
    const old = assignment.partition('orders', 0)!;

    expect(assignment.left()).toEqual([old]);
    expect(assignment.partition('orders', 0)).toBeUndefined();
  });
});
