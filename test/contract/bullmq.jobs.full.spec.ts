import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readDeadLetterHeader } from '@app/dlq';
import { UnrecoverableError } from '@app/messaging';
import { until } from '@app/testing';
import type { BullMqQueue } from '@app/transport-bullmq';
import { ContractHappened } from '../fixtures/contract/contract-events.js';
import type { RawMessage } from './broker-harness.js';
import type { BullMqContractChannel } from './bullmq.channel.js';
import { bullMqBroker, startBullMqHarness, type BullMqHarness } from './bullmq.harness.js';
import { ContractContext, newName } from './contract-context.js';
import { Gate } from './gate.js';
import { happened, newLabel, outbound } from './messages.js';
import { pause } from './pause.js';
import { spawnConsumer } from './spawn-consumer.js';
import { drainDeadline } from './drain-deadline.js';

/** What only BullMQ has, and the shared contract can't hold. */
describe('the jobs of bullmq', () => {
  jest.setTimeout(60_000);
  const context = new ContractContext(bullMqBroker);
  let harness: BullMqHarness;

  beforeAll(async () => {
    harness = await startBullMqHarness();
  });
  afterEach(() => context.closeAll());
  afterAll(() => harness.close());

  async function open(queue: Partial<BullMqQueue> = {}): Promise<BullMqContractChannel> {
    const channel = await harness.openChannel({ queues: [{ name: 'work', ...queue }] });
    context.onClose(() => channel.close());
    return channel;
  }

  it('are one while the same message waits, and another once it is done', async () => {
    const channel = await open();
    const message = outbound(newLabel('twice'));
    const sender = await context.startApp(channel, { consumes: false });
    await sender.publishMessage(channel.destination, message);
    await sender.publishMessage(channel.destination, message);
    expect(await channel.stored()).toHaveLength(1);

    const app = await context.startApp(channel);
    await isEmpty(channel);
    await sender.publishMessage(channel.destination, message);
    await until(() => app.probe.calls.length === 2, { what: 'the message to be handled again' });
  });

  it('carry ids of any form', async () => {
    const channel = await open();
    const app = await context.startApp(channel);
    const labels = ['42', 'a:b:1', 'replay%3A1'].map((id) => ({ id, label: newLabel('id') }));

    for (const { id, label } of labels) {
      await app.publishMessage(channel.destination, { ...outbound(label), id });
    }

    for (const { label } of labels) await app.hasHandled(label);
    expect(app.probe.calls).toHaveLength(labels.length);
  });

  it('leave neither a failed nor a completed one behind a dead letter', async () => {
    const channel = await open();
    const app = await context.startApp(channel);
    const label = newLabel('hopeless');
    app.probe.on(label, () => {
      throw new UnrecoverableError('no use');
    });

    await app.publish(label);

    expect(readDeadLetterHeader((await deadLetter(channel)).headers)?.attempts).toBe(1);
    await isEmpty(channel);
  });

  it('of another program go aside with their JSON as bytes', async () => {
    const channel = await open();
    const data = { to: 'someone', body: 7 };
    await channel.queue.add('mail', data, { removeOnComplete: false, removeOnFail: false });

    const app = await context.startApp(channel);

    const { body, headers } = await deadLetter(channel);
    expect(JSON.parse(body.toString())).toEqual(data);
    expect(readDeadLetterHeader(headers)?.reason).toBe('NOT_AN_EVENT');
    expect(app.probe.calls).toEqual([]);
    await isEmpty(channel);
  });

  it('that another program failed for good go aside, with its reason', async () => {
    const channel = await open();
    const label = newLabel('foreign');
    await channel.sendRaw(happened(label));
    await channel.failNext(new Error('their code broke'));
    expect(await channel.queue.getFailedCount()).toBe(1);

    const app = await context.startApp(channel);

    const { body, headers } = await deadLetter(channel);
    expect(body.toString()).toContain(label);
    expect(readDeadLetterHeader(headers)).toMatchObject({
      reason: 'RETRIES_EXHAUSTED',
      attempts: 1,
      error: { code: 'FOREIGN_FAILURE', message: 'their code broke' },
    });
    expect(app.probe.calls).toEqual([]);
    await isEmpty(channel);
  });

  it('whose data is no JSON go aside as they are, and stop nobody', async () => {
    const channel = await open();
    const job = await channel.queue.add('broken', {});
    await channel.setField(job.id!, 'data', '{"body": tru');
    const label = newLabel('next');
    await channel.sendRaw(happened(label));

    const app = await context.startApp(channel);

    const { body, headers } = await deadLetter(channel);
    expect(body.toString()).toBe('{"body": tru');
    expect(readDeadLetterHeader(headers)?.reason).toBe('INVALID_JSON');
    await app.hasHandled(label);
  });

  it('wait and overtake as the topology says of their type', async () => {
    const { type } = ContractHappened;
    const urgent = await open({ jobs: { [type]: { priority: 5, delayMs: 300 } } });
    const app = await context.startApp(urgent);
    const label = newLabel('later');
    const sentAt = Date.now();

    await app.publish(label);
    const [job] = await urgent.queue.getJobs(['delayed']);
    expect(job?.priority).toBe(5);
    await app.hasHandled(label);

    const { startedAt } = app.probe.callsOf(label)[0]!;
    expect(startedAt.getTime() - sentAt).toBeGreaterThanOrEqual(280);
  });

  it('count an attempt for a failure of the handler alone', async () => {
    const channel = await open();
    const app = await context.startApp(channel, {
      retry: { initialDelayMs: 60_000, maxDelayMs: 60_000 },
    });
    const label = newLabel('fails');
    app.probe.on(label, () => {
      throw new Error('it fails');
    });
    await app.publish(label);

    const job = await until(async () => (await channel.queue.getJobs(['delayed']))[0], {
      what: 'the retry',
    });
    expect(job.attemptsMade).toBe(1);
    expect(job.data.headers['retry-attempt']).toBe('2');
  });

  it('are disowned when their lock is lost, and settled by whom they come to next', async () => {
    const channel = await open();
    const app = await context.startApp(channel);
    const label = newLabel('lost');
    const gate = new Gate();
    app.probe.on(label, () => (app.probe.callsOf(label).length === 1 ? gate.pass() : undefined));
    await app.publish(label);
    await app.hasStarted(label);
    const [first] = app.probe.callsOf(label);

    await channel.dropLocks();

    await until(() => first!.delivery.signal.aborted, { what: 'the signal' });
    await app.hasStarted(label, 2);
    await isEmpty(channel);
    gate.open();
    expect(app.probe.callsOf(label).map((call) => call.attempt)).toEqual([1, 1]);
    expect(await channel.deadLetters()).toEqual([]);
  });

  it('come to others when their process is killed', async () => {
    const channel = await open();
    const label = newLabel('endless');
    const consumer = await spawnConsumer(channel, newName(), { drainDeadlineMs: 1_000 });
    await channel.sendRaw(happened(label));
    await until(() => consumer.started.includes(label), { what: 'the handler', timeoutMs: 15_000 });
    await consumer.kill();

    const next = await context.startApp(channel);
    await next.hasHandled(label);
    await isEmpty(channel);
    expect(next.probe.callsOf(label)).toHaveLength(1);
  });

  it('are waited for by an app that starts before its Redis', async () => {
    const channel = await open();
    const label = newLabel('early');
    await channel.sendRaw(happened(label));
    await channel.disconnect();
    const starting = context.startApp(channel);
    await pause(500);

    await channel.reconnect();

    const app = await starting;
    await app.hasHandled(label);
    expect(app.probe.callsOf(label)).toHaveLength(1);
  });

  it('keep no app from closing while Redis is away, and come to the next', async () => {
    const channel = await open();
    const app = await context.startApp(channel, { environment: drainDeadline(200) });
    const label = newLabel('held');
    const gate = new Gate();
    app.probe.on(label, () => gate.pass());
    await app.publish(label);
    await app.hasStarted(label);
    await channel.disconnect();

    const startedAt = Date.now();
    await app.close();

    expect(Date.now() - startedAt).toBeLessThan(10_000);
    expect(app.probe.callsOf(label)[0]!.delivery.signal.aborted).toBe(true);
    await channel.reconnect();
    const next = await context.startApp(channel);
    await next.hasHandled(label);
    gate.open();
    await isEmpty(channel);
  });

  it('come from schedules, each an event of its own, the same one at a retry', async () => {
    const label = newLabel('scheduled');
    const schedule = {
      id: 'every-now-and-then',
      repeat: { everyMs: 300 },
      type: ContractHappened.type,
      data: { label, key: label, amount: 1 },
    };
    const channel = await open({ schedules: [schedule] });
    const app = await context.startApp(channel);
    app.probe.on(label, ({ attempt }) => {
      if (attempt === 1) throw new Error('the first attempt fails');
    });

    await app.hasStarted(label, 6);

    const calls = app.probe.callsOf(label);
    const ids = calls.map(({ delivery }) => JSON.parse(delivery.body.toString()).id as string);
    const firsts = ids.filter((_, i) => calls[i]!.attempt === 1);
    const seconds = ids.filter((_, i) => calls[i]!.attempt === 2);
    expect(new Set(firsts).size).toBe(firsts.length);
    expect(firsts).toEqual(expect.arrayContaining(seconds));
    expect(await channel.queue.getJobSchedulersCount()).toBe(1);
  });
});

async function deadLetter(channel: BullMqContractChannel): Promise<RawMessage> {
  return until(async () => (await channel.deadLetters())[0], { what: 'the dead letter' });
}

/** Resolves when nothing is left, not even what is done. */
async function isEmpty(channel: BullMqContractChannel): Promise<void> {
  const states = ['wait', 'active', 'delayed', 'prioritized', 'completed', 'failed'] as const;
  const left = async () => Object.values(await channel.queue.getJobCounts(...states));
  await until(async () => (await left()).every((count) => count === 0), { what: 'no job left' });
}
