import { beforeEach, describe, expect, it } from '@jest/globals';
import { ACK, type Delivery, type Settlement } from '@app/messaging';
import { ManualClock, until } from '@app/testing';
import { ConcurrencyLimit } from '@app/messaging';
import { HeldMessage } from './held-message.js';
import { MessageHandler } from './message-handler.js';

const error = new Error('fails');
const DEAD: Settlement = { kind: 'dead-letter', reason: 'UNRECOVERABLE', error };
const retry = (costsAttempt: boolean): Settlement => ({
  kind: 'retry',
  delayMs: 1_000,
  error,
  costsAttempt,
});

describe('MessageHandler', () => {
  let clock: ManualClock;
  let deliveries: Delivery[];
  let settlements: Settlement[];
  let isWritten: boolean;
  let stopping: AbortController;
  let message: HeldMessage;
  let parked: boolean[];
  let handler: MessageHandler;

  beforeEach(() => {
    clock = new ManualClock();
    deliveries = [];
    settlements = [];
    isWritten = true;
    parked = [];
    stopping = new AbortController();
    const received = {
      id: 'm1',
      receiptHandle: 'r1',
      group: 'order-1',
      body: Buffer.from('{}'),
      headers: new Map(),
      isRedelivered: false,
      coordinates: { messageId: 'm1', sequenceNumber: '7' },
    };
    message = new HeldMessage(received, 0, 0);
    handler = new MessageHandler({
      source: { broker: 'sqs', name: 'work.fifo', kind: 'queue', consumer: 'shop:work.fifo' },
      consumer: {
        handlers: { routes: new Map(), handledNames: new Set() },
        retry: { maxRetries: 5, initialDelayMs: 1, maxDelayMs: 1 },
        concurrency: 1,
        maxBodyBytes: 1_000,
      },
      limit: new ConcurrencyLimit(1),
      pipeline: {
        process: async (delivery) => {
          deliveries.push(delivery);
          return settlements.shift() ?? ACK;
        },
      },
      deadLetters: { write: () => Promise.resolve(isWritten) },
      clock,
      stopping: stopping.signal,
    });
  });

  const handle = () => handler.handle(message, (isParked) => parked.push(isParked));

  it('tells where a message came from, and its group as the key', async () => {
    expect(await handle()).toBe('finished');

    expect(deliveries[0]).toMatchObject({
      key: 'order-1',
      attempt: 1,
      source: { broker: 'sqs', coordinates: { messageId: 'm1', sequenceNumber: '7' } },
    });
  });

  it('retries in place, and counts failures but no hand-backs', async () => {
    settlements = [retry(true), retry(false), ACK];
    const handled = handle();
    for (let wait = 1; wait <= 2; wait++) {
      await until(() => clock.pending > 0 && deliveries.length === wait);
      clock.advance(1_000);
    }

    expect(await handled).toBe('finished');
    expect(deliveries.map((it) => it.attempt)).toEqual([1, 2, 2]);
    expect(deliveries[2]?.firstFailedAt).toBeDefined();
    expect(parked).toEqual([true, false, true, false]);
  });

  it.each([
    { written: true, outcome: 'finished' },
    { written: false, outcome: 'given-up' },
  ])('is $outcome where the dead letter written is $written', async ({ written, outcome }) => {
    settlements = [DEAD];
    isWritten = written;

    expect(await handle()).toBe(outcome);
  });

  it('gives up a success that came after the message was lost', async () => {
    const handled = handle();
    message.lose('test');

    expect(await handled).toBe('given-up');
  });

  it('starts nothing, and waits for nothing, once the app stops', async () => {
    settlements = [retry(true)];
    const handled = handle();
    await until(() => clock.pending > 0);
    stopping.abort();

    expect(await handled).toBe('given-up');
    expect(await handle()).toBe('given-up');
    expect(deliveries).toHaveLength(1);
  });
});
