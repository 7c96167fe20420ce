import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { until } from '@app/testing';
import { startE2eSystem, type E2eSystem } from '../../test/e2e/e2e-system.js';
import { allAppNames } from '../../tools/apps/apps.js';
import { panelQueries, type PanelQuery } from './dashboard.js';
import { startPrometheus, type Prometheus } from './prometheus.js';

const order = (paymentMethod: 'card_ok' | 'card_flaky') => ({
  customerId: 'c-1',
  items: [{ sku: 'KEYBOARD', quantity: 1 }],
  paymentMethod,
});

/** As Prometheus sees the apps once they have had good, retried and poisoned messages. */
describe('the dashboard', () => {
  jest.setTimeout(180_000);
  let system: E2eSystem;
  let prometheus: Prometheus;

  beforeAll(async () => {
    const special = { ADMIN_TOKEN: 'token-of-the-dashboard', BROKER_POLL_INTERVAL_MS: '500' };
    system = await startE2eSystem('panels', special, allAppNames);
    const targets = Object.values(system.apps.addresses).map(({ health }) => new URL(health).host);
    prometheus = await startPrometheus(targets);
    // Rates are of what has grown since a first look.
    await until(async () => (await prometheus.query('up == 1')).length === targets.length, {
      what: 'every app to be scraped',
      timeoutMs: 30_000,
    });
    await system.rabbitMq.put('payments', Buffer.from('{"oops'));
    for (const paymentMethod of ['card_ok', 'card_flaky'] as const) {
      const { orderId } = await system.orders.place(order(paymentMethod), randomUUID());
      await system.orders.whenFinal(orderId);
    }
  });
  afterAll(async () => {
    await prometheus?.stop();
    await system?.stop();
  });

  it('has data for every query of every panel', async () => {
    const queries = await panelQueries('2m');
    expect(queries.length).toBeGreaterThan(25);

    const withoutData = () => filter(queries, async (it) => (await answer(it)) === 0);
    let missing = queries;
    const isAllThere = async () => (missing = await withoutData()).length === 0;

    // Which are missing is said below.
    await until(isAllThere, { what: 'data', timeoutMs: 30_000 }).catch(() => undefined);
    expect(missing).toEqual([]);
  });

  it('is given what the alerts watch', async () => {
    const rules = await readFile(
      path.join(import.meta.dirname, '../prometheus/alerts.yml'),
      'utf8',
    );
    const optional = ['messaging_redis_memory_bytes', 'messaging_rabbitmq_max_length_messages'];
    const watched = new Set(
      [...rules.matchAll(/\b(messaging_\w+)(?=[[{)])/g)]
        .map(([, name]) => name!)
        .filter((name) => !/^messaging_(system|destination_name)$/.test(name)),
    );

    const missing = await filter([...watched], async (name) => {
      return (await prometheus.query(name)).length === 0 && !optional.includes(name);
    });

    expect(missing).toEqual([]);
  });

  const answer = async ({ expr }: PanelQuery) => (await prometheus.query(expr)).length;
});

async function filter<T>(all: readonly T[], is: (one: T) => Promise<boolean>): Promise<T[]> {
  const answers = await Promise.all(all.map(is));
  return all.filter((_, at) => answers[at]);
}
