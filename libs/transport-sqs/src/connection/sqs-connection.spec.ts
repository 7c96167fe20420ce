import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { HealthRegistry, readSettings } from '@app/messaging';
import { ManualClock } from '@app/testing';
import { SqsHealth } from '../sqs.health.js';
import { sqsSettings } from '../sqs.settings.js';
import { SqsConnection } from './sqs-connection.js';

const TIMEOUT_MS = 1_000;

/** SQS takes its time: rejects only when the request is given up, as the SDK does then. */
const silence = (_client: unknown, { abortSignal }: { abortSignal: AbortSignal }) =>
  new Promise<never>((_resolve, reject) => {
    const abort = () => reject(new Error('Request aborted'));
    if (abortSignal.aborted) abort();
    abortSignal.addEventListener('abort', abort);
  });

describe('SqsConnection', () => {
  let clock: ManualClock;
  let health: SqsHealth;
  let connection: SqsConnection;
  let unneeded: AbortController;

  beforeEach(() => {
    clock = new ManualClock();
    health = new SqsHealth(new HealthRegistry());
    const settings = readSettings(sqsSettings, {});
    connection = new SqsConnection(
      { settings, consumes: [], topology: { queues: [] } },
      health,
      clock,
    );
    unneeded = new AbortController();
  });

  it('gives a request up that gets no answer in time, and is not healthy then', async () => {
    const asked = connection.request(silence, TIMEOUT_MS, unneeded.signal);
    clock.advance(TIMEOUT_MS);

    await expect(asked).rejects.toThrow('Request aborted');
    expect(health.health()).toMatchObject({
      status: 'down',
      detail: expect.stringContaining('no answer within 1000 ms'),
    });
  });

  it.each([
    { name: 'before it was made', before: true },
    { name: 'meanwhile', before: false },
  ])('gives a request up that nobody needs any more $name', async ({ before }) => {
    await connection.request(async () => 'answer');
    if (before) unneeded.abort();
    const asked = connection.request(silence, TIMEOUT_MS, unneeded.signal);
    unneeded.abort();

    await expect(asked).rejects.toThrow('Request aborted');
    expect(health.health()).toEqual({ status: 'up' });
  });

  it('leaves neither timer nor listener behind', async () => {
    await connection.request(async () => 'answer', TIMEOUT_MS, unneeded.signal);

    expect(clock.pending).toBe(0);
    expect(getEventListeners(unneeded.signal, 'abort')).toEqual([]);
  });
});
