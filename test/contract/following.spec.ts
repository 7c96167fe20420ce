import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import type { FollowedMessage } from '@app/messaging';
import { until } from '@app/testing';
import type { ContractChannel } from './broker-harness.js';
import { ContractContext } from './contract-context.js';
import { inMemoryBroker } from './in-memory.harness.js';
import { newLabel } from './messages.js';
import { redisStreamsBroker } from './redis-streams.harness.js';

const brokers = [inMemoryBroker('stream'), redisStreamsBroker];

/** What passed by, as its key; `missed` where the listener was told so. */
type Seen = string[];

/** Brokers that let a process look on at a stream, without a group and without settling. */
describe.each(brokers)('following $name', (broker) => {
  jest.setTimeout(60_000);
  const context = new ContractContext(broker);
  let channel: ContractChannel;

  beforeAll(() => context.start());
  beforeEach(async () => {
    channel = await context.openChannel();
  });
  afterEach(() => context.closeAll());
  afterAll(() => context.stop());

  const send = (key: string) => channel.sendRaw({ body: Buffer.from(`body of ${key}`), key });

  const startFollowing = async (on: ContractChannel = channel) => {
    const app = await context.startApp(on, { consumes: false });
    const seen: Seen = [];
    const messages: FollowedMessage[] = [];
    const unfollow = app.follow(channel.channel, {
      message: (message) => {
        messages.push(message);
        seen.push(message.key ?? '');
        if (message.key === 'poison') throw new Error('the listener does not like it');
      },
      missed: () => seen.push('missed'),
    });
    context.onClose(async () => unfollow());
    /** All that it has seen, once that is so much. */
    const sees = (count: number) =>
      until(() => seen.length >= count && seen, {
        what: `${count} to be seen, not only ${seen.join()}`,
      });
    await sees(1);
    return { app, seen, messages, sees, unfollow };
  };

  it('shows what is appended from now on, in its order, and nothing of before', async () => {
    await send('before');
    const { sees, messages } = await startFollowing();

    const keys = Array.from({ length: 20 }, (_, index) => newLabel(String(index)));
    for (const key of keys) await send(key);

    expect(await sees(21)).toEqual(['missed', ...keys]);
    expect(messages[0]!.body.toString()).toBe(`body of ${keys[0]}`);
  });

  it('shows each of them to every process, and leaves groups alone', async () => {
    const [one, other] = [await startFollowing(), await startFollowing()];

    await send('a');
    await send('b');

    expect(await one.sees(3)).toEqual(['missed', 'a', 'b']);
    expect(await other.sees(3)).toEqual(['missed', 'a', 'b']);
    expect(await channel.stored()).toHaveLength(2);
  });

  it('survives a listener that throws', async () => {
    const { sees } = await startFollowing();

    await send('poison');
    await send('after');

    expect(await sees(3)).toEqual(['missed', 'poison', 'after']);
  });

  it('says after an outage that something may have been missed, and goes on', async () => {
    const { sees } = await startFollowing();
    await send('before');
    expect(await sees(2)).toEqual(['missed', 'before']);

    await channel.disconnect();
    await send('meanwhile');
    await channel.reconnect();
    expect(await sees(3)).toEqual(['missed', 'before', 'missed']);
    await send('after');

    expect(await sees(4)).toEqual(['missed', 'before', 'missed', 'after']);
  });

  it('ends when it is told to', async () => {
    const [told, other] = [await startFollowing(), await startFollowing()];

    told.unfollow();
    await send('after');

    expect(await other.sees(2)).toEqual(['missed', 'after']);
    expect(told.seen).toEqual(['missed']);
  });

  it('holds up no app that stops, and nothing is left of it', async () => {
    const { app, seen } = await startFollowing();

    const begun = Date.now();
    await app.close();

    expect(Date.now() - begun).toBeLessThan(1_500);
    await send('after');
    expect(seen).toEqual(['missed']);
  });
});
