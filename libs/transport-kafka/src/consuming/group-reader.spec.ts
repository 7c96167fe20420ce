import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { CompressionCodecs, CompressionTypes } from 'kafkajs';
import type { Consumer, EachBatchPayload, KafkaMessage, Offsets } from 'kafkajs';
import { ACK, ConcurrencyLimit, type Delivery, type Settlement } from '@app/messaging';
import { ManualClock, until } from '@app/testing';
import type { KafkaClient } from '../connection/kafka.client.js';
import { GroupReader } from './group-reader.js';
import { WINDOW_LIMIT } from './owned-partition.js';
import { RecordHandler } from './record-handler.js';

Logger.overrideLogger(false);

type EachBatch = (payload: EachBatchPayload) => Promise<void>;

/** kafkajs as the reader sees it; a test plays the broker. */
class FakeConsumer {
  readonly events = {
    GROUP_JOIN: 'join',
    REBALANCING: 'rebalancing',
    HEARTBEAT: 'heartbeat',
    CRASH: 'crash',
  };
  readonly commits: Offsets[] = [];
  readonly calls: string[] = [];
  private readonly listeners = new Map<string, (event: { payload: unknown }) => void>();
  private eachBatch: EachBatch | undefined;

  on(event: string, listener: (event: { payload: unknown }) => void): void {
    this.listeners.set(event, listener);
  }

  answerCommit = () => Promise.resolve();
  heartbeat = () => Promise.resolve();
  connect = () => Promise.resolve();
  subscribe = () => Promise.resolve();
  disconnect = () => Promise.resolve(void this.calls.push('disconnect'));
  pause = (what: unknown) => void this.calls.push(`pause ${JSON.stringify(what)}`);
  resume = (what: unknown) => void this.calls.push(`resume ${JSON.stringify(what)}`);
  run = ({ eachBatch }: { eachBatch: EachBatch }) => {
    this.eachBatch = eachBatch;
    return Promise.resolve();
  };

  get isRunning(): boolean {
    return this.eachBatch !== undefined;
  }

  emit(event: string, payload: unknown): void {
    this.listeners.get(event)!({ payload });
  }

  join(memberId: string, ...partitions: number[]): void {
    this.emit('join', { memberId, memberAssignment: { orders: partitions } });
  }

  fetch(partition: number, ...offsets: number[]): Promise<void> {
    const messages = offsets.map(
      (offset) =>
        ({ offset: String(offset), key: Buffer.from(String(offset)), headers: {} }) as KafkaMessage,
    );
    const payload = {
      batch: { topic: 'orders', partition, messages },
      heartbeat: () => this.heartbeat(),
      commitOffsetsIfNecessary: (offsets: Offsets) => {
        this.commits.push(offsets);
        return this.answerCommit();
      },
    };
    return this.eachBatch!(payload as unknown as EachBatchPayload);
  }

  /** The last commit, as `partition:offset`. */
  get committed(): string[] {
    const partitions = this.commits.at(-1)?.topics.flatMap((it) => it.partitions) ?? [];
    return partitions.map(({ partition, offset }) => `${partition}:${offset}`);
  }
}

/** What kafkajs throws for a batch that it can't unpack. */
function codecMissing(): unknown {
  try {
    return CompressionCodecs[CompressionTypes.ZSTD]();
  } catch (error) {
    return error;
  }
}

describe('GroupReader', () => {
  let consumers: FakeConsumer[];
  let clock: ManualClock;
  let deliveries: Delivery[];
  let settle: (delivery: Delivery) => Settlement | Promise<Settlement>;
  let stopping: AbortController;
  let reader: GroupReader;
  let consumer: FakeConsumer;

  beforeEach(async () => {
    consumers = [];
    clock = new ManualClock();
    deliveries = [];
    settle = () => ACK;
    stopping = new AbortController();
    const limit = new ConcurrencyLimit(1_000_000);
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
      deadLetters: { write: () => Promise.resolve(true) },
      clock,
      stopping: stopping.signal,
    });
    const client = {
      consumer: () => {
        const created = new FakeConsumer();
        consumers.push(created);
        return created as unknown as Consumer;
      },
    } as unknown as KafkaClient;
    reader = new GroupReader(
      client,
      {
        groupId: 'shop',
        readings: new Map([['orders', { handler, limit }]]),
        sessionTimeoutMs: 30_000,
        stopping,
      },
      clock,
    );
    const started = reader.start();
    consumer = await until(() => consumers.find((it) => it.isRunning));
    consumer.join('me', 0, 1);
    await started;
  });

  const offsets = () => deliveries.map((it) => Number(it.source.coordinates['offset']));
  /** Offsets that are handled at once; all others stay with their handler. */
  const handleOnly = (...quick: number[]) => {
    settle = ({ source }) =>
      quick.includes(Number(source.coordinates['offset'])) ? ACK : new Promise(() => undefined);
  };
  /** Goes off once whatever can end by itself has ended. */
  const commitTimer = async () => {
    await setImmediate();
    clock.advance(250);
  };

  it('rule 1: commits only for partitions that it owns', async () => {
    await consumer.fetch(0, 10, 11);
    await consumer.fetch(1, 20);
    consumer.join('me', 1);

    await commitTimer();

    expect(consumer.committed).toEqual(['1:21']);
  });

  it('rule 2: commits before it rejoins', async () => {
    handleOnly(10);
    await consumer.fetch(0, 10, 11);
    await until(() => deliveries.length === 2);
    await Promise.resolve();

    consumer.emit('rebalancing', {});

    expect(consumer.committed).toEqual(['0:11']);
  });

  it('rule 2: drops what it lost at once: aborted, resumed, without further effect', async () => {
    const running: ((settlement: Settlement) => void)[] = [];
    settle = () => new Promise((resolve) => running.push(resolve));
    const many = Array.from({ length: WINDOW_LIMIT.records }, (_, offset) => offset);
    const passed = consumer.fetch(0, ...many);
    await until(() => deliveries.length === many.length);
    clock.advance(100);
    await passed;
    expect(consumer.calls).toEqual(['pause [{"topic":"orders","partitions":[0]}]']);

    consumer.join('me', 1);
    expect(deliveries[0]?.signal.aborted).toBe(true);
    expect(consumer.calls.at(-1)).toBe('resume [{"topic":"orders","partitions":[0]}]');
    for (const end of running) end(ACK);
    await commitTimer();

    expect(consumer.commits).toEqual([]);
  });

  it('rule 3: forgets everything when the group gave it another member id', async () => {
    await consumer.fetch(0, 440);
    consumer.join('me again', 0, 1);
    await commitTimer();
    expect(consumer.commits).toEqual([]);

    await consumer.fetch(0, 660);
    await commitTimer();

    expect(consumer.committed).toEqual(['0:661']);
  });

  it('rule 4: skips what it has of a partition that it kept', async () => {
    handleOnly(11);
    await consumer.fetch(0, 10, 11);
    consumer.join('me', 0);

    await consumer.fetch(0, 10, 11, 12);
    await until(() => deliveries.length === 3);

    expect(offsets()).toEqual([10, 11, 12]);
  });

  it('rule 5: leaves to the next owner what is finished above an unfinished record', async () => {
    handleOnly(11, 12);
    await consumer.fetch(0, 10, 11, 12);
    await until(() => deliveries.length === 3);
    await commitTimer();

    expect(consumer.commits).toEqual([]);
  });

  it('rule 6: takes a fetch beyond its limit, then waits; handlers that end at once are no recursion', async () => {
    const more = Array.from({ length: 3 * WINDOW_LIMIT.records }, (_, offset) => offset);

    const passed = consumer.fetch(0, ...more);
    await until(() => deliveries.length === more.length, { timeoutMs: 20_000 });
    await passed;
    await commitTimer();

    expect(consumer.committed).toEqual([`0:${more.length}`]);
  });

  it('reads a partition from the start again whose log starts over', async () => {
    await consumer.fetch(0, 99);
    await commitTimer();
    handleOnly(0);
    await consumer.fetch(0, 100);
    await until(() => deliveries.length === 2);

    await consumer.fetch(0, 0, 1);
    await until(() => deliveries.length === 4);
    await commitTimer();

    expect(offsets()).toEqual([99, 100, 0, 1]);
    expect(deliveries[1]?.signal.aborted).toBe(true);
    expect(consumer.committed).toEqual(['0:1']);
  });

  it('ignores a batch of a partition that is not its own', async () => {
    await consumer.fetch(7, 1, 2);

    expect(deliveries).toEqual([]);
  });

  it('handles nothing before the group has confirmed its membership', async () => {
    consumer.heartbeat = () => Promise.reject(new Error('unknown member'));

    await expect(consumer.fetch(0, 10)).rejects.toThrow('unknown member');

    expect(deliveries).toEqual([]);
  });

  it('replaces a consumer that crashed for good', async () => {
    await consumer.fetch(0, 10);
    consumer.emit('crash', { error: new Error('gone') });
    expect(reader.isMember).toBe(false);
    expect(reader.problem).toBeUndefined();
    await until(() => consumer.calls.includes('disconnect'));
    await until(() => clock.pending > 1);
    clock.advance(1_000);
    const next = await until(() => consumers[1]?.isRunning && consumers[1]);

    next.join('new me', 0);
    await next.fetch(0, 11);
    await expect(consumer.fetch(0, 12)).rejects.toThrow('closed');

    await until(() => deliveries.length === 2);
    expect(reader.isMember).toBe(true);
  });

  it('says what it can not read, until a consumer lasts', async () => {
    consumer.emit('crash', { error: codecMissing() });
    expect(reader.problem).toMatch(/orders.*ZSTD.*compression\.type/);
    await until(() => clock.pending > 1);
    clock.advance(1_000);
    const next = await until(() => consumers[1]?.isRunning && consumers[1]);
    next.join('new me', 0);
    expect(reader.problem).toBeDefined();

    await until(() => clock.pending > 1);
    clock.advance(15_000);

    await until(() => reader.problem === undefined);
  });

  it.each([
    { name: 'fell silent', jumpMs: 0 },
    // kafkajs sends no heartbeat for as long as its clock was set back.
    { name: 'fell silent because the wall clock was set back', jumpMs: -3_600_000 },
  ])('replaces a consumer that $name', async ({ jumpMs }) => {
    clock.jump(jumpMs);
    for (let i = 0; i < 5 && consumers.length === 1; i++) {
      clock.advance(15_000);
      await until(() => clock.pending > 1 || consumers.length > 1);
      clock.advance(1_000);
      await setImmediate();
    }

    await until(() => consumers.length > 1);
    expect(consumer.calls).toContain('disconnect');
  });

  it.each([0, 3_600_000, -3_600_000])('is a member only while heard of (clock set by %i)', (ms) => {
    clock.advance(8_000);
    consumer.emit('heartbeat', {});
    clock.jump(ms);
    clock.advance(8_000);
    expect(reader.isMember).toBe(true);

    clock.advance(8_000);

    expect(reader.isMember).toBe(false);
  });

  it('closes: no more fetching, running handlers finish, their commit, then it leaves', async () => {
    const running: ((settlement: Settlement) => void)[] = [];
    settle = () => new Promise((resolve) => running.push(resolve));
    await consumer.fetch(0, 10);
    await until(() => deliveries.length === 1);

    const closed = reader.close(10_000);
    await consumer.fetch(0, 11);
    expect(consumer.calls).toEqual(['pause [{"topic":"orders"}]']);
    for (const end of running) end(ACK);
    await closed;

    expect(offsets()).toEqual([10]);
    expect(consumer.committed).toEqual(['0:11']);
    expect(consumer.calls.at(-1)).toBe('disconnect');
  });

  it('leaves in time though its last commit gets no answer', async () => {
    await consumer.fetch(0, 10);
    await Promise.resolve();
    consumer.answerCommit = () => new Promise(() => undefined);

    const closed = reader.close(10_000);
    await until(() => consumer.committed.length > 0);
    clock.advance(5_000);
    await closed;

    expect(consumer.calls.at(-1)).toBe('disconnect');
  });

  it('past its deadline tells handlers, and leaves what they have to others', async () => {
    handleOnly(10);
    await consumer.fetch(0, 10, 11);
    await until(() => deliveries.length === 2);

    const closed = reader.close(10_000);
    await Promise.resolve();
    clock.advance(10_000);
    await closed;

    expect(deliveries[1]?.signal.aborted).toBe(true);
    expect(consumer.committed).toEqual(['0:11']);
  });
});
