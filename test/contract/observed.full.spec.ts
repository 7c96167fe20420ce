import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '@app/testing';
import { HandlerProbe } from '../fixtures/contract/handler-probe.js';
import type { ContractChannel } from './broker-harness.js';
import { bullMqBroker } from './bullmq.harness.js';
import { ContractContext } from './contract-context.js';
import { Gate } from './gate.js';
import { kafkaBroker } from './kafka.harness.js';
import { happened, newLabel } from './messages.js';
import { rabbitMqBroker } from './rabbitmq.harness.js';
import { redisStreamsBroker } from './redis-streams.harness.js';
import type { RunningApp } from './running-app.js';
import { sqsBroker } from './sqs.harness.js';

const PROGRESS_TIMEOUT_MS = 1_500;
const environment = {
  BROKER_POLL_INTERVAL_MS: '100',
  PROGRESS_TIMEOUT_MS: String(PROGRESS_TIMEOUT_MS),
};

const MESSAGES = 12;

/** What each broker shows of its own while messages wait, those with the handlers included. */
const cases = [
  { broker: kafkaBroker, own: 'messaging_kafka_lag_messages' },
  { broker: rabbitMqBroker, own: 'messaging_rabbitmq_messages' },
  { broker: sqsBroker('standard'), own: 'messaging_sqs_messages' },
  { broker: bullMqBroker, own: 'messaging_bullmq_jobs' },
  { broker: redisStreamsBroker, own: 'messaging_redis_stream_pending_messages' },
];

/** What operators see of a consumer, on the real broker. */
describe.each(cases)('$broker.name, observed', ({ broker: contractBroker, own }) => {
  jest.setTimeout(90_000);
  const context = new ContractContext(contractBroker);

  beforeAll(() => context.start());
  afterEach(() => context.closeAll());
  afterAll(() => context.stop());

  /** An app whose handler waits until the gate is opened, and more messages than it takes. */
  const startHanging = async () => {
    const channel = await context.openChannel();
    const gate = new Gate();
    context.onClose(async () => gate.open());
    const app = await context.startApp(channel, {
      environment,
      observed: true,
      concurrency: 1,
      probe: new HandlerProbe(() => gate.pass()),
    });
    const labels = Array.from({ length: MESSAGES }, () => newLabel('work'));
    for (const label of labels) await channel.sendRaw(happened(label));
    const handled = () => Promise.all(labels.map((label) => app.hasHandled(label)));
    return { channel, app, gate, handled };
  };

  it('tells how much waits, and that nothing does once it is handled', async () => {
    const { app, gate, handled } = await startHanging();

    await waitFor('all to be counted', async () => sum(await app.series(own)) === MESSAGES);
    expect(sum(await app.series('messaging_deliveries_in_flight'))).toBe(1);
    gate.open();
    await handled();

    await waitFor('none to wait', async () => {
      const waiting = sum(await app.series('messaging_waiting_messages'));
      return waiting === 0 && sum(await app.series(own)) === 0;
    });
    expect([...(await app.series('messaging_broker_up')).values()]).toEqual([1]);
    expect(sum(await app.series('messaging_process_duration_seconds_count'))).toBe(MESSAGES);
    expect(outcome(await app.series('messaging_deliveries_total'), 'ack')).toBe(MESSAGES);
  });

  it("isn't ready while it has work and settles nothing, says where and since when, and recovers", async () => {
    const { channel, app, gate, handled } = await startHanging();
    const { broker, name } = channel.channel;
    expect((await app.readiness()).status).toBe('ready');

    await waitFor('readiness to fall', async () => (await app.readiness()).status === 'not_ready');
    const { progress } = (await app.readiness()).checks;
    expect(progress).toMatchObject({
      status: 'down',
      detail: expect.stringMatching(
        new RegExp(`${broker} ${name} has settled nothing since 20.*1 are with`),
      ),
    });
    gate.open();
    await handled();

    await waitFor('readiness', async () => (await app.readiness()).status === 'ready');
  });

  it('answers a scrape while the broker is away, with its last figures, and recovers', async () => {
    const { channel, app, gate } = await startHanging();
    const up = async () => sum(await app.series('messaging_broker_up'));
    const age = async () => sum(await app.series('messaging_broker_figures_age_seconds'));
    await waitFor('figures', async () => sum(await app.series(own)) === MESSAGES);
    const figures = await app.series(own);

    await channel.disconnect();
    await waitFor('the broker to be down', async () => (await up()) === 0);
    await waitFor('readiness to fall', async () => (await app.readiness()).status === 'not_ready');
    expect(await app.series(own)).toEqual(figures);
    const ageSeconds = await age();
    await waitFor('them to be older', async () => (await age()) > ageSeconds);

    gate.open();
    await channel.reconnect();
    await waitFor('the broker to be up', async () => (await up()) === 1);
    await waitFor('readiness', async () => (await app.readiness()).status === 'ready');
    await expectToFlow(channel, app);
  });

  it('is not ready while the broker is away where the app only sends, though it sends nothing', async () => {
    const channel = await context.openChannel();
    const app = await context.startApp(channel, { environment, observed: true, consumes: false });
    await waitFor('readiness', async () => (await app.readiness()).status === 'ready');

    await channel.disconnect();
    await waitFor('readiness to fall', async () => (await app.readiness()).status === 'not_ready');
    await channel.reconnect();
    await waitFor('readiness', async () => (await app.readiness()).status === 'ready');

    expect(app.probe.calls).toEqual([]);
  });
});

function waitFor(what: string, condition: () => Promise<boolean>): Promise<unknown> {
  return until(condition, { what, timeoutMs: 20_000 });
}

async function expectToFlow(channel: ContractChannel, app: RunningApp): Promise<void> {
  const label = newLabel('after');
  await channel.sendRaw(happened(label));
  await app.hasHandled(label, 30_000);
}

function sum(series: ReadonlyMap<string, number>): number {
  return [...series.values()].reduce((total, value) => total + value, 0);
}

function outcome(series: ReadonlyMap<string, number>, name: string): number {
  const found = [...series].find(([labels]) => labels.includes(`outcome="${name}"`));
  return found?.[1] ?? 0;
}
