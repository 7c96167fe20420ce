import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '@app/testing';
import { HandlerProbe } from '../fixtures/contract/handler-probe.js';
import { ContractContext } from './contract-context.js';
import { Gate } from './gate.js';
import { happened, newLabel } from './messages.js';
import { rabbitMqBroker, startRabbitMqHarness, type RabbitMqHarness } from './rabbitmq.harness.js';

describe('acknowledgements of rabbitmq', () => {
  jest.setTimeout(60_000);
  const context = new ContractContext(rabbitMqBroker);
  let harness: RabbitMqHarness;

  beforeAll(async () => {
    harness = await startRabbitMqHarness();
  });
  afterEach(() => context.closeAll());
  afterAll(() => harness.close());

  it('travel together, and never for a delivery that still runs', async () => {
    const channel = await harness.openChannel();
    context.onClose(() => channel.close());
    const messages = Array.from({ length: 2_000 }, () => happened(newLabel('quick')));
    const slow = newLabel('slow');
    await channel.sendAll([happened(slow), ...messages]);
    const gate = new Gate();
    const probe = new HandlerProbe();
    probe.on(slow, () => gate.pass());
    await context.startApp(channel, { concurrency: 200, probe });

    await until(() => probe.calls.length === messages.length + 1, { timeoutMs: 30_000 });
    await until(async () => (await channel.unsettled()) === 1, { what: 'all but the slow one' });
    gate.open();
    await until(async () => (await channel.unsettled()) === 0, { what: 'everything settled' });

    expect(probe.calls.length).toBe(messages.length + 1);
  });

  it('need few frames', async () => {
    const channel = await harness.openChannel();
    context.onClose(() => channel.close());
    const messages = Array.from({ length: 2_000 }, () => happened(newLabel('quick')));
    await channel.sendAll(messages);

    const app = await context.startApp(channel, { concurrency: 200 });
    await until(async () => (await channel.unsettled()) === 0, { timeoutMs: 30_000 });

    expect(app.probe.calls.length).toBe(messages.length);
    expect(channel.ackFrames).toBeLessThan(messages.length / 10);
  });
});
