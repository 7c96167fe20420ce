import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ManualClock, until } from '@app/testing';
import type { RedisConnection } from '../connection/redis-connection.js';
import { FollowedStream } from './followed-stream.js';

describe('a stream that can not be followed', () => {
  const stop = new AbortController();
  let warnings: string[];

  beforeEach(() => {
    warnings = [];
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((text: unknown) => {
      warnings.push(String(text));
    });
  });
  afterEach(() => void jest.restoreAllMocks());

  it('is told of when its problem changes, not at each try, and tried ever more rarely', async () => {
    let problem = 'WRONGTYPE Operation against a key of the wrong kind';
    let tries = 0;
    const clock = new ManualClock();
    const connection = {
      isReady: true,
      ready: () => Promise.resolve(),
      client: { callBuffer: () => (tries++, Promise.reject(new Error(problem))) },
    } as unknown as RedisConnection;
    const listener = { missed: () => undefined, message: () => undefined };
    const stream = new FollowedStream({
      key: 'feed',
      listener,
      connection,
      blockMs: 1,
      clock,
      stopping: stop.signal,
    });
    const tryAgainAfter = async (delayMs: number) => {
      await until(() => clock.pending === 1);
      const before = tries;
      clock.advance(delayMs - 1);
      expect(tries).toBe(before);
      clock.advance(1);
      await until(() => tries === before + 1);
    };

    const ended = stream.run();
    for (const delayMs of [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]) {
      await tryAgainAfter(delayMs);
    }
    expect(warnings).toHaveLength(1);
    problem = 'NOPERM this user has no permissions';
    await tryAgainAfter(10_000);
    await until(() => clock.pending === 1);

    expect(warnings).toEqual([
      expect.stringContaining('WRONGTYPE Operation against a key of the wrong kind'),
      expect.stringContaining('NOPERM this user has no permissions'),
    ]);
    expect(stream.problem).toBe(problem);
    stop.abort();
    await ended;
  });
});
