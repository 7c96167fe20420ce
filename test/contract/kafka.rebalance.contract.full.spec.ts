import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { until } from '@app/testing';
import { kafka, type KafkaTopology } from '@app/transport-kafka';
import type { ContractChannel } from './broker-harness.js';
import { ContractContext, newName } from './contract-context.js';
import { Gate } from './gate.js';
import { kafkaBroker } from './kafka.harness.js';
import { happened, newLabel } from './messages.js';

const PATIENCE_MS = 30_000;

/** What only a group of several members shows. */
describe('a Kafka group of two members', () => {
  jest.setTimeout(90_000);
  const context = new ContractContext(kafkaBroker);
  let admin: Admin;

  beforeAll(async () => {
    const brokers = [process.env['KAFKA_BROKERS'] ?? '127.0.0.1:9092'];
    admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
    await Promise.all([admin.connect(), context.start()]);
  });
  afterEach(() => context.closeAll());
  afterAll(async () => {
    await admin.disconnect();
    await context.stop();
  });

  const members = async (channel: ContractChannel, name: string) => {
    const group = `${channel.environment['RESOURCE_PREFIX']}${name}`;
    const { groups } = await admin.describeGroups([group]);
    return groups[0]?.state === 'Stable' ? groups[0].members.length : 0;
  };
  const membersAre = (channel: ContractChannel, name: string, count: number) =>
    until(async () => (await members(channel, name)) === count, {
      what: `${count} members`,
      timeoutMs: PATIENCE_MS,
    });

  it('handles everything in the order of its key while members come and go', async () => {
    const channel = await context.openChannel();
    const name = newName();
    const first = await context.startApp(channel, { name });
    const keys = Array.from({ length: 6 }, () => newLabel('key'));
    const sent: { key: string; label: string }[] = [];
    const send = async (rounds: number) => {
      for (let round = 0; round < rounds; round++) {
        for (const key of keys) {
          const label = newLabel('step');
          sent.push({ key, label });
          await channel.sendRaw(happened(label, { key }));
        }
      }
    };

    await send(10);
    const [second] = await Promise.all([context.startApp(channel, { name }), send(20)]);
    await membersAre(channel, name, 2);
    await Promise.all([first.close(), send(20)]);
    await send(5);
    await until(async () => (await channel.unsettled()) === 0, { timeoutMs: PATIENCE_MS });

    for (const app of [first, second]) {
      for (const key of keys) {
        const labels = app.probe.calls.filter((it) => it.data.key === key).map((it) => it.label);
        const order = sent.filter((it) => it.key === key).map((it) => it.label);
        expect(labels).toEqual(order.filter((label) => labels.includes(label)));
      }
    }
    const handled = new Set(
      [first, second].flatMap((app) => app.probe.calls.map((it) => it.label)),
    );
    expect(sent.filter(({ label }) => !handled.has(label))).toEqual([]);
    expect(second.probe.calls.length).toBeGreaterThan(0);
  });

  it('takes back no commit when a member returns that the group had given up', async () => {
    const channel = await context.openChannel();
    const name = newName();
    const cut = await context.startApp(channel, { name });
    const gate = new Gate();
    // One in each partition, so that whatever the returned member gets has an old window.
    const held = [newLabel('held'), newLabel('held')];
    for (const label of held) cut.probe.on(label, () => gate.pass());
    for (const label of held) await channel.sendRaw(happened(label));
    for (const label of held) await cut.hasStarted(label);

    await channel.disconnect();
    const topology = JSON.parse(channel.topology!) as KafkaTopology;
    const direct = Object.create(channel, { adapter: { value: kafka(topology) } });
    const other = await context.startApp(direct as ContractChannel, { name });
    const later = Array.from({ length: 10 }, () => newLabel('later'));
    for (const label of later) await channel.sendRaw(happened(label));
    for (const label of [...held, ...later]) await other.hasHandled(label, PATIENCE_MS);
    await until(async () => (await channel.unsettled()) === 0, { timeoutMs: PATIENCE_MS });
    await channel.reconnect();
    await membersAre(channel, name, 2);
    gate.open();
    for (const label of held) await cut.hasHandled(label);

    // What each member handles now is committed after anything that the late handlers finished.
    const sentinels = [newLabel('sentinel'), newLabel('sentinel')];
    expect(await channel.unsettled()).toBe(0);
    for (const label of sentinels) await channel.sendRaw(happened(label));
    for (const label of sentinels) {
      await until(() => cut.probe.succeeded(label) || other.probe.succeeded(label));
    }
    await until(async () => (await channel.unsettled()) === 0, { timeoutMs: PATIENCE_MS });
    const twice = later.filter((label) => cut.probe.callsOf(label).length > 0);
    expect(twice).toEqual([]);
  });
});
