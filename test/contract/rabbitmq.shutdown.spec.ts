import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SystemClock } from '@app/messaging';
import { until } from '@app/testing';
import { RabbitMqLink } from '../../libs/transport-rabbitmq/src/connection/rabbitmq-link.js';
import { HandlerProbe } from '../fixtures/contract/handler-probe.js';
import { ContractContext } from './contract-context.js';
import { Gate } from './gate.js';
import { happened, newLabel } from './messages.js';
import { rabbitMqBroker, startRabbitMqHarness, type RabbitMqHarness } from './rabbitmq.harness.js';

const url = process.env['RABBITMQ_URL'] ?? 'amqp://guest:guest@127.0.0.1:5672';
const queue = (name: string) => ({ broker: 'rabbitmq', name, kind: 'queue' }) as const;

describe('the shutdown of rabbitmq', () => {
  jest.setTimeout(60_000);
  const context = new ContractContext(rabbitMqBroker);
  let harness: RabbitMqHarness;

  beforeAll(async () => {
    harness = await startRabbitMqHarness();
  });
  afterEach(() => context.closeAll());
  afterAll(() => harness.close());

  it('ends as soon as the handlers of several queues have, long before its deadline', async () => {
    // Many, since channels that close one after the other are the race to be seen.
    const others = Array.from({ length: 9 }, (_, index) => `other-${index}`);
    const channel = await harness.openChannel({
      exchanges: [],
      queues: others.map((name) => ({ name })),
    });
    context.onClose(() => channel.close());
    const label = newLabel('running');
    const probe = new HandlerProbe();
    const gate = new Gate();
    probe.on(label, () => gate.pass());
    const app = await context.startApp(channel, {
      probe,
      alsoReads: others.map(queue),
      environment: { SHUTDOWN_TIMEOUT_MS: '60000' },
    });
    await channel.sendRaw(happened(label));
    await app.hasStarted(label);

    let isClosed = false;
    const closing = app.close().then(() => (isClosed = true));
    gate.open();

    await until(() => isClosed, { timeoutMs: 15_000, what: 'the app to be closed' });
    await closing;
    expect(probe.succeeded(label)).toBe(true);
    expect(await channel.unsettled()).toBe(0);
  });

  it('does not wait for answers that a broker owes', async () => {
    let isSettingUp = false;
    const link = new RabbitMqLink({
      role: 'consumer',
      url,
      heartbeatSeconds: 10,
      clock: new SystemClock(),
      setUp: () => {
        isSettingUp = true;
        return new Promise(() => undefined);
      },
    });
    const starting = link.start();
    await until(() => isSettingUp);

    let isStopped = false;
    const stopping = link.stop().then(() => (isStopped = true));

    await until(() => isStopped, { timeoutMs: 5_000, what: 'the link to be stopped' });
    await stopping;
    await expect(starting).resolves.toBeUndefined();
  });
});
