import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { QueryResult } from 'pg';
import { SystemClock } from '@app/messaging';
import { DatabaseHealth } from './database.health.js';

const OK = {} as QueryResult<never>;

describe('the health of a database', () => {
  const query = jest.fn<() => Promise<QueryResult<never>>>();
  let health: DatabaseHealth;

  beforeEach(() => {
    jest.useFakeTimers();
    query.mockReset();
    health = new DatabaseHealth({ query }, new SystemClock());
    health.onApplicationBootstrap();
  });
  afterEach(() => {
    health.onApplicationShutdown();
    jest.useRealTimers();
  });

  it('is what the server says, and up again with its next answer', async () => {
    query.mockRejectedValueOnce(new Error('no such host')).mockResolvedValue(OK);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(health.health()).toEqual({ status: 'down', detail: 'no such host' });

    await jest.advanceTimersByTimeAsync(2_000);
    expect(health.health()).toEqual({ status: 'up' });
  });

  it('is down when the server says nothing, and it is asked once', async () => {
    let answer!: (result: QueryResult<never>) => void;
    query.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    await jest.advanceTimersByTimeAsync(30_000);
    expect(health.health()).toMatchObject({
      status: 'down',
      detail: expect.stringContaining('no answer within 5000 ms'),
    });
    expect(query).toHaveBeenCalledTimes(1);

    answer(OK);
    await jest.advanceTimersByTimeAsync(0);
    expect(health.health()).toEqual({ status: 'up' });
  });
});
