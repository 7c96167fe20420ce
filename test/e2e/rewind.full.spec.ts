import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readSettings } from '@app/messaging';
import { until } from '@app/testing';
import { GroupRewind, kafkaSettings, RewindRefusedError } from '@app/transport-kafka';
import { dlq } from '../story/dlq-terminal.js';
import { stackAddresses } from './addresses.js';
import { startE2eSystem, type E2eSystem } from './e2e-system.js';
import { planOrders } from './order-plan.js';

const group = 'kafka-consumer';
const topic = 'orders.events';

describe('npm run dlq -- rewind', () => {
  jest.setTimeout(180_000);
  let system: E2eSystem;

  beforeAll(async () => {
    system = await startE2eSystem('rewind', { KAFKA_SESSION_TIMEOUT_MS: '6000' });
    for (const { idempotencyKey, request } of planOrders(10)) {
      const { orderId } = await system.orders.place(request, idempotencyKey);
      await system.orders.whenFinal(orderId);
    }
  });
  afterAll(() => system?.stop());

  const environment = () => ({ ...stackAddresses(), RESOURCE_PREFIX: system.prefix });
  const rewind = (...args: string[]) => {
    const all = ['rewind', '--group', group, '--topic', topic, ...args];
    return dlq(environment(), all);
  };

  it('is refused while the group is being read', async () => {
    const { exitCode, said } = await rewind('--to', 'earliest', '--yes');

    expect({ exitCode, said }).toMatchObject({
      exitCode: 2,
      said: expect.stringContaining('is being read'),
    });
  });

  it('has a stopped app read everything again, without a second effect', async () => {
    system.apps.kill(group, 'SIGTERM');
    await system.apps.waitForExit(group);
    const before = { books: await system.books.all(), stock: await system.books.stock() };

    const dry = await rewind('--to', 'earliest', '--dry-run', '--json');
    const records = (JSON.parse(dry.out) as { records: number }).records;
    expect(records).toBeGreaterThanOrEqual(10);
    expect((await rewind('--to', 'earliest', '--yes')).exitCode).toBe(0);
    await system.apps.restart(group);

    const isDone = async () =>
      (await duplicates()) >= 10 && (await system.kafka.uncommitted()) === 0;
    await until(isDone, { timeoutMs: 60_000, what: 'ten orders to be read again' });
    expect(await system.books.unpublished()).toBe(0);
    expect({ books: await system.books.all(), stock: await system.books.stock() }).toEqual(before);
  });

  it('is refused where the inbox may have forgotten what was done', async () => {
    system.apps.kill(group, 'SIGTERM');
    await system.apps.waitForExit(group);
    const groups = await GroupRewind.connect(readSettings(kafkaSettings, environment()));
    try {
      const plan = groups.plan({ group, topic, to: 'earliest', rememberedSince: new Date() });

      await expect(plan).rejects.toThrow(RewindRefusedError);
    } finally {
      await groups.close();
    }
  });

  it.each([
    ['an app that reads nothing', ['--group', 'nobody', '--topic', topic], 'no consumer group'],
    ['an unknown topic', ['--group', group, '--topic', 'nothing'], 'no topic'],
    ['no time', ['--group', group, '--topic', topic, '--to', 'yesterday'], "'yesterday'"],
    ['nothing', [], '--group'],
  ])('says what is wrong with %s', async (_, args, words) => {
    const asked = args.includes('--to') ? args : [...args, '--to', 'earliest'];

    const { exitCode, said } = await dlq(environment(), ['rewind', ...asked, '--yes']);

    expect({ exitCode, said }).toMatchObject({ exitCode: 2, said: expect.stringContaining(words) });
  });

  async function duplicates(): Promise<number> {
    const response = await fetch(`${system.apps.addresses[group].health}/metrics`);
    const line = /^messaging_idempotency_claims_total\{.*outcome="duplicate".*\} (\d+)$/m;
    return Number(line.exec(await response.text())?.[1] ?? 0);
  }
});
