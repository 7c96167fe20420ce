import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Channel } from 'amqplib';
import {
  ConfigurationError,
  PublishRejectedError,
  SystemClock,
  UnroutableMessageError,
} from '@app/messaging';
import { until } from '@app/testing';
import type { QueueDeclaration, RabbitMqTopology } from '@app/transport-rabbitmq';
import { RabbitMqLink } from '../../libs/transport-rabbitmq/src/connection/rabbitmq-link.js';
import { ContractContext } from './contract-context.js';
import { happened, newLabel, outbound } from './messages.js';
import type { RabbitMqContractChannel } from './rabbitmq.channel.js';
import { rabbitMqBroker, startRabbitMqHarness, type RabbitMqHarness } from './rabbitmq.harness.js';

const TYPE = outbound('any').type;

const routing: RabbitMqTopology = {
  exchanges: [
    { name: 'direct', type: 'direct' },
    { name: 'topic', type: 'topic' },
    { name: 'fanout', type: 'fanout' },
  ],
  queues: [
    { name: 'by-type', bindings: [{ exchange: 'direct', pattern: TYPE }] },
    { name: 'by-other-type', bindings: [{ exchange: 'direct', pattern: 'other.v1' }] },
    { name: 'by-pattern', bindings: [{ exchange: 'topic', pattern: 'contract.#' }] },
    { name: 'everything', bindings: [{ exchange: 'fanout' }] },
    { name: 'everything-too', bindings: [{ exchange: 'fanout' }] },
  ],
};

/** What only RabbitMQ has, and the shared contract can't hold. */
describe('the topology of rabbitmq', () => {
  jest.setTimeout(60_000);
  const context = new ContractContext(rabbitMqBroker);
  let harness: RabbitMqHarness;
  let routed: RabbitMqContractChannel;

  beforeAll(async () => {
    harness = await startRabbitMqHarness();
    routed = await harness.openChannel(routing);
  });
  afterEach(() => context.closeAll());
  afterAll(async () => {
    await routed.close();
    await harness.close();
  });

  async function open(...queues: QueueDeclaration[]): Promise<RabbitMqContractChannel> {
    const channel = await harness.openChannel({ exchanges: [], queues });
    context.onClose(() => channel.close());
    return channel;
  }

  async function publisher(channel: RabbitMqContractChannel) {
    const app = await context.startApp(channel, { consumes: false });
    return (name: string, message = outbound(newLabel('sent'))) =>
      app.publishMessage({ broker: 'rabbitmq', name }, message);
  }

  it('routes by type, by pattern, and to everyone', async () => {
    const publish = await publisher(routed);

    for (const name of ['direct', 'topic', 'fanout']) await publish(name);

    const lengths = await Promise.all(
      routing.queues.map(async ({ name }) => [name, (await routed.contentOf(name)).length]),
    );
    expect(Object.fromEntries(lengths)).toEqual({
      'by-type': 1,
      'by-other-type': 0,
      'by-pattern': 1,
      everything: 1,
      'everything-too': 1,
    });
  });

  it('may have nobody behind a topic or a fanout, but not behind a direct exchange', async () => {
    const publish = await publisher(routed);
    const unheard = { ...outbound(newLabel('unheard')), type: 'nobody.listens.v1' };

    await publish('topic', unheard);
    await expect(publish('direct', unheard)).rejects.toThrow(UnroutableMessageError);
  });

  it('tells returned messages from others of the same id in the same breath', async () => {
    const publish = await publisher(routed);
    const message = outbound(newLabel('twin'));
    const unheard = { ...message, type: 'nobody.listens.v1' };

    const outcomes = await Promise.allSettled(
      Array.from({ length: 600 }, (_, i) => publish('direct', i % 3 === 0 ? unheard : message)),
    );

    expect(outcomes.map((it) => it.status)).toEqual(
      outcomes.map((_, i) => (i % 3 === 0 ? 'rejected' : 'fulfilled')),
    );
  });

  it('rejects what a full queue refuses, and keeps what it confirmed', async () => {
    const channel = await open({ name: 'small', maxLength: 3 });
    const publish = await publisher(channel);
    const messages = Array.from({ length: 500 }, () => outbound(newLabel('many')));

    const outcomes = await Promise.allSettled(messages.map((it) => publish('small', it)));

    const rejected = outcomes.filter((it) => it.status === 'rejected');
    const confirmed = messages.filter((_, i) => outcomes[i]!.status === 'fulfilled');
    const stored = (await channel.contentOf('small')).map((it) => it.body.toString());
    expect(rejected.length).toBeGreaterThan(0);
    expect(rejected.filter((it) => !(it.reason instanceof PublishRejectedError))).toEqual([]);
    expect(stored).toEqual(expect.arrayContaining(confirmed.map((it) => it.body.toString())));
  });

  it('lets a queue of copies drop the oldest', async () => {
    const channel = await open({ name: 'latest', maxLength: 3, overflow: 'drop-head' });
    const publish = await publisher(channel);
    const messages = Array.from({ length: 100 }, () => outbound(newLabel('copy')));

    for (const message of messages) await publish('latest', message);

    const stored = (await channel.contentOf('latest')).map((it) => it.body.toString());
    expect(stored).toEqual(messages.slice(-3).map((it) => it.body.toString()));
  });

  it('shows the latest of what such a queue dropped among its dead letters', async () => {
    const channel = await open({ name: 'latest', maxLength: 3, overflow: 'drop-head' });
    const publish = await publisher(channel);
    const messages = Array.from({ length: 20 }, () => outbound(newLabel('copy')));

    for (const message of messages) await publish('latest', message);

    const latest = async (): Promise<string[]> =>
      (await channel.deadLettersOf('latest')).map((it) => it.body.toString());
    const lastDropped = messages.at(-4)!.body.toString();
    await until(async () => (await latest()).includes(lastDropped));
    expect(await latest()).toEqual(messages.slice(-6, -3).map((it) => it.body.toString()));
  });

  it('names the queue and the remedy where a queue exists with other arguments', async () => {
    const channel = await open();
    const name = channel.names.of('work');
    await channel.useChannel(async (raw) => {
      await raw.deleteQueue(name);
      await raw.assertQueue(name, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    });

    const starting = context.startApp(channel);

    await expect(starting).rejects.toThrow(ConfigurationError);
    await expect(starting).rejects.toThrow(new RegExp(`queue ${name} .*delete it`));
  });

  it('is declared by several apps at a time', async () => {
    const channel = await open({ name: 'second' }, { name: 'third' });
    await channel.deleteAll();

    const apps = await Promise.all(
      Array.from({ length: 4 }, () => context.startApp(channel, { name: 'the-same' })),
    );

    const label = newLabel('shared');
    await channel.sendRaw(happened(label));
    await until(() => apps.some((app) => app.probe.succeeded(label)));
    expect(apps.flatMap((app) => app.probe.callsOf(label))).toHaveLength(1);
  });

  it('comes back by itself when a queue is deleted under its consumer', async () => {
    const channel = await open();
    const app = await context.startApp(channel);
    const [before, after] = [newLabel('before'), newLabel('after')];
    await channel.sendRaw(happened(before));
    await app.hasHandled(before);

    await channel.deleteAll();
    await until(() => channel.exists('work'), { what: 'the queue to be there again' });

    await channel.sendRaw(happened(after));
    await app.hasHandled(after);
    expect(app.probe.callsOf(before)).toHaveLength(1);
  });

  it('is not ready, and says why, for as long as a deleted queue can not be made again', async () => {
    const channel = await open();
    const app = await context.startApp(channel);
    expect(app.healthOf('rabbitmq')).toEqual({ status: 'up' });
    const name = channel.names.of('work');
    const [during, after] = [newLabel('during'), newLabel('after')];

    await channel.useChannel(async (raw) => {
      await raw.deleteQueue(name);
      await raw.assertQueue(name, { durable: true });
    });
    await until(() => app.healthOf('rabbitmq').detail?.includes(`queue ${name}`));
    expect(app.healthOf('rabbitmq').status).toBe('down');
    await channel.sendRaw(happened(during));
    await channel.useChannel((raw) => raw.deleteQueue(name));

    await until(() => app.healthOf('rabbitmq').status === 'up', { timeoutMs: 15_000 });
    await channel.sendRaw(happened(after));
    await app.hasHandled(after);
    expect(app.probe.callsOf(during)).toEqual([]);
  });

  it('opens a new connection, and is down meanwhile, when the broker closes a channel', async () => {
    const channel = await open();
    const channels: Channel[] = [];
    const link = new RabbitMqLink({
      role: 'consumer',
      url: channel.environment['RABBITMQ_URL']!,
      heartbeatSeconds: 1,
      clock: new SystemClock(),
      setUp: async (session) => void channels.push(await session.openChannel()),
    });
    context.onClose(() => link.stop());
    await link.start();

    const closed = channels[0]!.checkQueue('no-such-queue');
    await expect(closed).rejects.toMatchObject({ code: 404 });
    expect(link.health()).toEqual({ status: 'down', detail: expect.stringContaining('NOT_FOUND') });

    await until(() => link.health().status === 'up');
    await expect(channels[1]!.checkQueue(channel.names.of('work'))).resolves.toBeDefined();
  });

  it('comes back when the queues beside it are deleted while a message needs them', async () => {
    const channel = await open();
    const app = await context.startApp(channel, { retry: { maxRetries: 1 } });
    const label = newLabel('hopeless');
    app.probe.on(label, async () => {
      await channel.deleteQueuesBeside('work');
      throw new Error('it always fails');
    });

    await channel.sendRaw(happened(label));

    await until(async () => (await channel.deadLetters()).length === 1, { timeoutMs: 20_000 });
    expect(app.probe.callsOf(label).map((call) => call.attempt)).toEqual([1, 2]);
  });
});
