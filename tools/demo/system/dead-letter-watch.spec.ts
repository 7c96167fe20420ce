import { describe, expect, it } from '@jest/globals';
import { DeadLetterWatch } from './dead-letter-watch.js';

const header = JSON.stringify({
  id: 'd1'.repeat(16),
  reason: 'INVALID_JSON',
  error: { name: 'DecodeError', message: 'not JSON', stack: '' },
  attempts: 1,
  firstFailedAt: '2026-01-01T00:00:00.000Z',
  lastFailedAt: '2026-01-01T00:00:00.000Z',
  source: {
    broker: 'kafka',
    name: 'orders.events',
    kind: 'stream',
    consumer: 'kafka-consumer',
    coordinates: {},
  },
});

const letter = (body: string) => ({
  body: Buffer.from(body),
  headers: new Map([['dead-letter', header]]),
});

describe('DeadLetterWatch', () => {
  it('finds a dead letter that came before it was asked for', async () => {
    const watch = new DeadLetterWatch();
    watch.add(letter('mine'));

    const found = await watch.find(Buffer.from('mine'), AbortSignal.timeout(1_000));

    expect(found).toEqual({
      reason: 'INVALID_JSON',
      consumer: 'kafka-consumer',
    });
  });

  it('waits past the dead letters of others', async () => {
    const watch = new DeadLetterWatch();
    const found = watch.find(Buffer.from('mine'), AbortSignal.timeout(1_000));

    watch.add(letter('another one'));
    watch.add(letter('mine'));

    await expect(found).resolves.toMatchObject({ reason: 'INVALID_JSON' });
  });

  it('gives up with its signal', async () => {
    const watch = new DeadLetterWatch();

    const found = watch.find(Buffer.from('mine'), AbortSignal.abort());

    await expect(found).rejects.toMatchObject({ name: 'AbortError' });
  });
});
