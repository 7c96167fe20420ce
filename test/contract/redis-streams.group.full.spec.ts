import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { readDeadLetterHeader } from '@app/dlq';
import { UnrecoverableError } from '@app/messaging';
import { until } from '@app/testing';
import { ContractContext, newName } from './contract-context.js';
import { Gate } from './gate.js';
import { happened, newLabel } from './messages.js';
import {
  redisStreamsBroker,
  startRedisStreamsHarness,
  type RedisStreamsHarness,
} from './redis-streams.harness.js';
import { drainDeadline } from './drain-deadline.js';

/** Long enough that nothing in a test is claimed for being idle. */
const NEVER_IDLE = { REDIS_STREAMS_MIN_IDLE_MS: '60000' };

const isSettled = (channel: { unsettled(): Promise<number> }) =>
  until(async () => (await channel.unsettled()) === 0, { what: 'everything settled' });

/** What only a consumer group of Redis shows. */
describe('a consumer group of redis-streams', () => {
  jest.setTimeout(60_000);
  const context = new ContractContext(redisStreamsBroker);
  let harness: RedisStreamsHarness;
  let raw: Redis;

  beforeAll(async () => {
    harness = await startRedisStreamsHarness();
    raw = new Redis(process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379', { protocol: 2 });
  });
  afterEach(() => context.closeAll());
  afterAll(async () => {
    await raw.quit();
    await harness.close();
  });

  /** What a consumer has read or claimed and not acknowledged. */
  const pendingOf = async (stream: string, group: string, consumer: string) =>
    (await raw.xpending(stream, group, '-', '+', 100, consumer)) as [id: string, ...unknown[]][];

  const openChannel = async (maxLength?: number) => {
    const channel = await harness.openChannel(maxLength);
    context.onClose(() => channel.close());
    return channel;
  };
  it('hands on what a silent consumer had, and lets that one settle nothing any more', async () => {
    const channel = await openChannel();
    const name = newName();
    const [gateOfCut, gateOfOther] = [new Gate(), new Gate()];
    const label = newLabel('held');
    const cut = await context.startApp(channel, { name });
    cut.probe.on(label, () => gateOfCut.pass());
    await channel.sendRaw(happened(label));
    await cut.hasStarted(label);
    await channel.disconnect();
    const other = await context.startApp(channel.direct as typeof channel, { name });
    other.probe.on(label, () => gateOfOther.pass());
    await other.hasStarted(label);

    await channel.reconnect();
    const { signal } = cut.probe.callsOf(label)[0]!.delivery;
    await until(() => signal.aborted, { what: 'the signal of the one that lost it' });
    gateOfCut.open();
    await cut.hasHandled(label);

    expect(await channel.unsettled()).toBe(1);
    gateOfOther.open();
    await isSettled(channel);
    expect(other.probe.callsOf(label)).toHaveLength(1);
    expect(cut.probe.callsOf(label)).toHaveLength(1);
  });

  it('acknowledges nothing that another consumer took over unnoticed', async () => {
    const channel = await openChannel();
    const gate = new Gate();
    const [taken, sentinel] = [newLabel('taken'), newLabel('sentinel')];
    const app = await context.startApp(channel, { environment: NEVER_IDLE });
    app.probe.on(taken, () => gate.pass());
    await channel.sendRaw(happened(taken));
    await app.hasStarted(taken);
    const group = channel.prefix + app.name;
    const [us] = await channel.consumers();
    const [entry] = await pendingOf(channel.key, group, us!);

    await raw.xclaim(channel.key, group, 'other', 0, entry![0]);
    gate.open();
    await app.hasHandled(taken);
    await channel.sendRaw(happened(sentinel));
    await app.hasHandled(sentinel);
    // Acknowledgements leave in the order in which handlers end: this one's is behind the other's.
    await until(async () => (await pendingOf(channel.key, group, us!)).length === 0, {
      what: 'the sentinel to be acknowledged',
    });

    const others = await pendingOf(channel.key, group, 'other');
    expect(others.map(([id]) => id)).toEqual([entry![0]]);
  });

  it('reads again at once what was lost on its way to us', async () => {
    const channel = await openChannel();
    const app = await context.startApp(channel, { environment: NEVER_IDLE });
    const labels = [newLabel('lost'), newLabel('later')];
    const first = newLabel('first');
    // A read that waits began before the cut was armed: the next one is cut.
    const cut = channel.cutNextRead();
    await channel.sendRaw(happened(first));
    await app.hasHandled(first);

    for (const label of labels) await channel.sendRaw(happened(label, { key: 'one' }));
    await cut;

    for (const label of labels) await app.hasHandled(label);
    await isSettled(channel);
    expect(app.probe.calls.map((it) => it.label)).toEqual([first, ...labels]);
  });

  it('gives back at once what it has not begun when it stops, and leaves no consumer', async () => {
    const channel = await openChannel();
    const name = newName();
    const gate = new Gate();
    const environment = { ...NEVER_IDLE, ...drainDeadline(200) };
    const leaving = await context.startApp(channel, { name, environment, concurrency: 1 });
    const labels = Array.from({ length: 5 }, () => newLabel('handed-over'));
    leaving.probe.on(labels[0]!, () => gate.pass());
    for (const label of labels) await channel.sendRaw(happened(label, { key: 'one' }));
    await leaving.hasStarted(labels[0]!);
    const before = await channel.consumers();

    await leaving.close();
    const next = await context.startApp(channel, { name, environment });
    for (const label of labels) await next.hasHandled(label);
    await isSettled(channel);
    await next.close();
    gate.open();

    expect(next.probe.calls.map((it) => it.label)).toEqual(labels);
    expect(before).toHaveLength(1);
    expect(await channel.consumers()).toEqual(before);
  });

  it('removes consumers that are long gone, but none with pending entries', async () => {
    const channel = await openChannel();
    const name = newName();
    const group = channel.prefix + name;
    await raw.xgroup('CREATE', channel.key, group, '0', 'MKSTREAM');
    for (const gone of ['gone', 'owner']) {
      await raw.xgroup('CREATECONSUMER', channel.key, group, gone);
    }
    const label = newLabel('owned');
    await channel.sendRaw(happened(label));
    await raw.xreadgroup('GROUP', group, 'owner', 'STREAMS', channel.key, '>');

    const environment = { REDIS_STREAMS_MIN_IDLE_MS: '300' };
    const app = await context.startApp(channel, { name, environment });

    await app.hasHandled(label);
    const remaining = await until(
      async () => {
        const consumers = await channel.consumers();
        return consumers.length === 1 && consumers;
      },
      { what: 'the old consumers to be removed', timeoutMs: 20_000 },
    );
    expect(remaining).not.toContain('owner');
  });

  it('reads on when stream and group were deleted', async () => {
    const channel = await openChannel();
    const app = await context.startApp(channel);
    const [before, after] = [newLabel('before'), newLabel('after')];
    await channel.sendRaw(happened(before));
    await app.hasHandled(before);

    await raw.del(channel.key);
    await channel.sendRaw(happened(after));

    await app.hasHandled(after);
    await isSettled(channel);
    expect(app.probe.callsOf(before)).toHaveLength(1);
  });

  it('counts what was trimmed before anyone read it, once', async () => {
    const channel = await openChannel();
    const name = newName();
    const trimmed = (app: typeof reader) => app.statistics.of(channel.channel, 'trimmed');
    const reader = await context.startApp(channel, { name });
    const first = newLabel('first');
    await channel.sendRaw(happened(first));
    await reader.hasHandled(first);
    await reader.close();
    const labels = Array.from({ length: 10 }, () => newLabel('feed'));
    for (const label of labels) await channel.sendRaw(happened(label));
    await raw.xtrim(channel.key, 'MAXLEN', '4');

    const late = await context.startApp(channel, { name });
    const last = newLabel('last');
    await channel.sendRaw(happened(last));
    await late.hasHandled(last);

    expect(late.probe.calls.map((it) => it.label)).toEqual([...labels.slice(6), last]);
    expect([trimmed(reader), trimmed(late)]).toEqual([0, 6]);
  });

  it('counts what was trimmed while a dead consumer had it', async () => {
    const channel = await openChannel();
    const name = newName();
    const group = channel.prefix + name;
    for (const label of ['a', 'b', 'c'].map(newLabel)) await channel.sendRaw(happened(label));
    await raw.xgroup('CREATE', channel.key, group, '0');
    await raw.xreadgroup('GROUP', group, 'dead', 'COUNT', '3', 'STREAMS', channel.key, '>');
    await raw.xtrim(channel.key, 'MAXLEN', '1');

    const app = await context.startApp(channel, { name });

    await until(() => app.statistics.of(channel.channel, 'trimmed') === 2, {
      what: 'two trimmed entries',
    });
    await isSettled(channel);
    expect(app.probe.calls).toHaveLength(1);
  });

  it('still writes the dead letter of an entry that was trimmed under its handler', async () => {
    const channel = await openChannel();
    const app = await context.startApp(channel, {
      environment: { REDIS_STREAMS_MIN_IDLE_MS: '900' },
    });
    const gate = new Gate();
    const label = newLabel('last-copy');
    const message = happened(label);
    app.probe.on(label, async () => {
      await gate.pass();
      throw new UnrecoverableError('no use');
    });
    await channel.sendRaw(message);
    await app.hasStarted(label);

    await raw.xtrim(channel.key, 'MAXLEN', '0');
    await until(async () => (await channel.group())?.pending === 0, {
      what: 'a renewal after the trim',
    });
    gate.open();

    const letter = await until(async () => (await channel.deadLetters())[0]);
    expect(letter.body.equals(message.body)).toBe(true);
    expect(app.probe.callsOf(label)[0]!.delivery.signal.aborted).toBe(false);
  });

  it('keeps every field of an entry that someone else wrote', async () => {
    const channel = await openChannel();
    await context.startApp(channel);
    const value = Buffer.from([0xff, 0x00, 0xc3]);

    await raw.xadd(channel.key, '*', 'temperature', '21', 'picture', value);

    const letter = await until(async () => (await channel.deadLetters())[0]);
    expect(readDeadLetterHeader(letter.headers)?.reason).toBe('EMPTY_BODY');
    const [[, fields]] = (await raw.xrangeBuffer(channel.deadLetterKey, '-', '+')) as [
      [Buffer, Buffer[]],
    ];
    const names = fields.map((it) => it.toString());
    expect(fields[names.indexOf('picture') + 1]?.equals(value)).toBe(true);
    expect(names[names.indexOf('temperature') + 1]).toBe('21');
  });

  it('keeps about as many entries as the topology says', async () => {
    const channel = await openChannel(100);
    // 500 publishes at once take a busy machine longer than one.
    const environment = { REDIS_STREAMS_PUBLISH_TIMEOUT_MS: '30000' };
    const app = await context.startApp(channel, { consumes: false, environment });

    await Promise.all(Array.from({ length: 500 }, () => app.publish(newLabel('feed'))));

    expect(await raw.xlen(channel.key)).toBeLessThanOrEqual(300);
  });
});
