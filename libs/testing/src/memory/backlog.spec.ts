import { describe, expect, it } from '@jest/globals';
import { Backlog } from './backlog.js';

function backlogOf(...messages: readonly (readonly [lane: string, text: string])[]): Backlog {
  const backlog = new Backlog();
  messages.forEach(([lane, text], position) => {
    backlog.add(lane, {
      body: Buffer.from(text),
      headers: new Map(),
      key: lane,
      position,
      attempt: 1,
    });
  });
  return backlog;
}

const text = (claim: ReturnType<Backlog['take']>) => claim?.message.body.toString();

describe('Backlog', () => {
  it('gives one message a lane at a time, lanes side by side', () => {
    const backlog = backlogOf(['a', 'a1'], ['a', 'a2'], ['b', 'b1']);

    const first = backlog.take();
    const others = [text(backlog.take()), text(backlog.take())];
    first?.acknowledge();

    expect(text(first)).toBe('a1');
    expect(others).toEqual(['b1', undefined]);
    expect(text(backlog.take())).toBe('a2');
  });

  it('holds a lane while its head waits for a retry, and counts the failure', () => {
    const backlog = backlogOf(['a', 'a1'], ['a', 'a2']);
    const failedAt = new Date(7);
    const delayed: (() => void)[] = [];

    backlog.take()?.retry(failedAt, (again) => delayed.push(again));
    const meanwhile = backlog.take();
    delayed[0]?.();
    const second = backlog.take();

    expect(meanwhile).toBeUndefined();
    expect(second?.message).toMatchObject({ attempt: 2, firstFailedAt: failedAt });
    expect(text(second)).toBe('a1');
  });

  it('takes messages back; what their handlers settle afterwards has no effect', () => {
    const backlog = backlogOf(['a', 'a1']);
    const revoked = backlog.take();

    backlog.revokeClaims();
    revoked?.acknowledge();

    expect(revoked?.signal.aborted).toBe(true);
    expect(backlog.unsettled).toBe(1);
    expect(text(backlog.take())).toBe('a1');
  });
});
