import { beforeEach, describe, expect, it } from '@jest/globals';
import { ACK, type Delivery, type Settlement } from '@app/messaging';
import { ManualClock, until } from '@app/testing';
import { ConcurrencyLimit } from '@app/messaging';
import { OwnedPartition } from './owned-partition.js';
import { RecordHandler } from './record-handler.js';

const error = new Error('fails');
const retry = (delayMs: number, costsAttempt: boolean): Settlement => ({
  kind: 'retry',
  delayMs,
  error,
  costsAttempt,
});
const DEAD: Settlement = { kind: 'dead-letter', reason: 'UNRECOVERABLE', error };

describe('RecordHandler', () => {
  let clock: ManualClock;
  let deliveries: Delivery[];
  let settle: (delivery: Delivery) => Settlement | Promise<Settlement>;
  let writeDeadLetter: () => Promise<boolean>;
  let limit: ConcurrencyLimit;
  let stopping: AbortController;
  let partition: OwnedPartition;

  beforeEach(() => {
    clock = new ManualClock();
    deliveries = [];
    settle = () => ACK;
    writeDeadLetter = () => Promise.resolve(true);
    limit = new ConcurrencyLimit(2);
    stopping = new AbortController();
    const handler = new RecordHandler({
      source: { broker: 'kafka', name: 'orders', kind: 'stream', consumer: 'shop' },
      consumer: {
        handlers: { routes: new Map(), handledNames: new Set() },
        retry: { maxRetries: 5, initialDelayMs: 1, maxDelayMs: 1 },
        concurrency: 1,
        maxBodyBytes: 1_000,
      },
      limit,
      pipeline: {
        process: async (delivery) => {
          deliveries.push(delivery);
          return await settle(delivery);
        },
      },
      deadLetters: { write: () => writeDeadLetter() },
      clock,
      stopping: stopping.signal,
    });
    partition = new OwnedPartition('run1.orders', 3, (owned, record) =>
      handler.handle(owned, record),
    );
  });

  const take = (offset: number, key = `key ${offset}`) =>
    partition.take({ offset, key, body: Buffer.from('{}'), headers: new Map() });
  const committed = (offset: number) => until(() => partition.window.commitable() === offset);
  const delivered = (count: number) => until(() => deliveries.length === count);
  const passTime = async (ms: number) => {
    await until(() => clock.pending > 0, { what: 'a wait' });
    clock.advance(ms);
  };

  it('describes where a record came from, without the prefix', async () => {
    take(41);
    await committed(42);

    expect(deliveries[0]).toMatchObject({
      key: 'key 41',
      attempt: 1,
      source: {
        broker: 'kafka',
        name: 'orders',
        kind: 'stream',
        consumer: 'shop',
        coordinates: { partition: 3, offset: 41 },
      },
    });
  });

  it('retries in place: the key waits, other keys go on, nothing is committed past it', async () => {
    const failedAt = clock.now();
    settle = ({ attempt, source }) =>
      attempt === 1 && source.coordinates['offset'] === 1 ? retry(500, true) : ACK;
    take(1, 'k');
    take(2, 'k');
    take(3, 'other');

    await delivered(2);
    expect(deliveries.map((it) => it.key)).toEqual(['k', 'other']);
    expect(partition.window.commitable()).toBeUndefined();
    await passTime(500);
    await committed(4);

    const attempts = deliveries.filter((it) => it.key === 'k');
    expect(attempts.map((it) => [it.source.coordinates['offset'], it.attempt])).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
    ]);
    expect(attempts[1]?.firstFailedAt).toEqual(failedAt);
  });

  it('charges nothing for a hand-back', async () => {
    settle = () => (deliveries.length === 1 ? retry(500, false) : ACK);
    take(1);
    await delivered(1);
    await passTime(500);
    await committed(2);

    expect(deliveries.map((it) => it.attempt)).toEqual([1, 1]);
    expect(deliveries[1]?.firstFailedAt).toBeUndefined();
  });

  it('holds no slot while it waits for a retry', async () => {
    settle = ({ key }) => (key === 'good' ? ACK : retry(60_000, true));
    for (const [offset, key] of ['bad', 'worse', 'good'].entries()) take(offset, key);

    await delivered(3);
    expect(deliveries.at(-1)?.key).toBe('good');
  });

  it('finishes a dead letter only when it is written', async () => {
    const writing: ((written: boolean) => void)[] = [];
    writeDeadLetter = () => new Promise((resolve) => writing.push(resolve));
    settle = () => DEAD;
    take(1);
    await delivered(1);
    expect(partition.window.commitable()).toBeUndefined();

    writing[0]!(true);

    await committed(2);
  });

  it('leaves a record unfinished whose dead letter was not written', async () => {
    writeDeadLetter = () => Promise.resolve(false);
    settle = ({ key }) => (key === 'dead' ? DEAD : ACK);
    take(1, 'dead');
    take(2, 'good');
    await delivered(2);

    expect(partition.window.commitable()).toBeUndefined();
  });

  it('starts nothing of a partition that is lost, neither waiting nor to be retried', async () => {
    settle = () => retry(500, true);
    take(1, 'k');
    take(2, 'k');
    await delivered(1);
    await until(() => clock.pending === 1);

    partition.lose();
    clock.advance(10_000);
    await until(() => clock.pending === 0);

    expect(deliveries).toHaveLength(1);
    expect(deliveries[0]?.signal.aborted).toBe(true);
  });

  it('finishes what runs when the app stops, and starts nothing more', async () => {
    const running: ((settlement: Settlement) => void)[] = [];
    settle = () => new Promise((resolve) => running.push(resolve));
    take(1, 'k');
    take(2, 'k');
    await delivered(1);

    stopping.abort();
    running[0]!(ACK);

    await committed(2);
    expect(deliveries).toHaveLength(1);
  });
});
