import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { ChannelModel, ConsumeMessage } from 'amqplib';
import { ConcurrencyLimit, type DeliveryPipeline } from '@app/messaging';
import { ManualClock, until } from '@app/testing';
import { Session } from '../connection/session.js';
import { ChannelConsumer } from './channel-consumer.js';
import type { OpenConsumer, QueueSubscription } from './queue-subscription.js';
import type { Settler } from './settler.js';

type Deliver = (message: ConsumeMessage) => void;

/** Once its connection is being closed, it throws on every write, as amqplib's does. */
class FakeChannel extends EventEmitter {
  readonly acknowledged: number[] = [];
  readonly cancelled: string[] = [];
  isClosing = false;
  deliver: Deliver | undefined;
  /** What the broker answers to `consume`. */
  consuming = Promise.resolve({ consumerTag: 'tag' });

  async prefetch(): Promise<void> {}

  consume(_: string, deliver: Deliver): Promise<{ consumerTag: string }> {
    this.deliver = deliver;
    return this.consuming;
  }

  async cancel(consumerTag: string): Promise<void> {
    this.cancelled.push(consumerTag);
  }

  ack({ fields }: ConsumeMessage): void {
    if (this.isClosing) throw new Error('Connection closing');
    this.acknowledged.push(fields.deliveryTag);
  }
}

function setUp() {
  const channel = new FakeChannel();
  const connection = Object.assign(new EventEmitter(), { createChannel: async () => channel });
  const session = new Session(connection as unknown as ChannelModel);
  const clock = new ManualClock();
  const running = new Set<Promise<void>>();
  const consumers = new Set<OpenConsumer>();
  const handled: number[] = [];
  const subscription = {
    queue: 'work',
    source: { broker: 'rabbitmq', name: 'work', kind: 'queue', consumer: 'app:work' },
    limit: new ConcurrencyLimit(10),
    pipeline: {
      process: async () => {
        handled.push(1);
        return { kind: 'ack' };
      },
    } as unknown as DeliveryPipeline,
    consumer: { concurrency: 10 },
    settler: { carryOut: async () => true } as unknown as Settler,
    clock,
    running,
    consumers,
  } as unknown as QueueSubscription;
  const receive = async (deliveryTag: number): Promise<void> => {
    const message = { content: Buffer.alloc(0), fields: { deliveryTag }, properties: {} };
    channel.deliver!(message as unknown as ConsumeMessage);
    await until(() => running.size === 0);
  };
  return { channel, session, clock, consumers, handled, subscription, receive };
}

describe('ChannelConsumer', () => {
  it('acknowledges what is settled', async () => {
    const { channel, session, clock, subscription, receive } = setUp();
    await ChannelConsumer.open(session, subscription);

    await receive(1);
    clock.advance(100);

    expect(channel.acknowledged).toEqual([1]);
  });

  it('writes nothing more from the moment that its session is lost', async () => {
    const { channel, session, clock, consumers, subscription, receive } = setUp();
    await ChannelConsumer.open(session, subscription);
    await receive(1);

    session.lose(new Error('Another queue was deleted.'));
    channel.isClosing = true;
    clock.advance(100);

    expect(channel.acknowledged).toEqual([]);
    expect(consumers.size).toBe(0);
  });

  it('is known, and cancelled, even where the broker has yet to answer', async () => {
    const { channel, session, consumers, handled, subscription, receive } = setUp();
    let answer!: (reply: { consumerTag: string }) => void;
    channel.consuming = new Promise((resolve) => (answer = resolve));
    const opening = ChannelConsumer.open(session, subscription);
    await until(() => channel.deliver !== undefined);

    const cancelling = Promise.all([...consumers].map((it) => it.cancel()));
    await receive(1);
    answer({ consumerTag: 'late' });
    await Promise.all([cancelling, opening]);

    expect(handled).toEqual([]);
    expect(channel.cancelled).toEqual(['late']);
  });

  it('reads nothing on a session that ends', async () => {
    const { channel, session, consumers, subscription } = setUp();
    session.isEnding = true;

    await ChannelConsumer.open(session, subscription);

    expect(channel.deliver).toBeUndefined();
    expect(consumers.size).toBe(0);
  });
});
