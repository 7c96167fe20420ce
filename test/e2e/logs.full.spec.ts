import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { sensitiveFields, systemEvents } from '@app/events';
import { until } from '@app/testing';
import { AppProcess } from '../../tools/apps/app-process.js';
import { allAppNames } from '../../tools/apps/apps.js';
import { choosePorts } from '../../tools/apps/choose-ports.js';
import { startE2eSystem, type E2eSystem } from './e2e-system.js';

/** In each place from which something could find its way into a log. */
const canary = 'CANARY7f3a';
const formats = ['json', 'pretty'] as const;

describe.each(formats)('what the built apps write as %s', (format) => {
  jest.setTimeout(180_000);
  let system: E2eSystem | undefined;

  afterEach(async () => {
    await system?.stop();
    system = undefined;
  });

  it('has no word of a customer or a token, whatever becomes of an order', async () => {
    const lines: string[] = [];
    const wrote = (text: RegExp) => until(() => lines.some((line) => text.test(line)), within);
    system = await startE2eSystem(
      `logs${format}`,
      { LOG_FORMAT: format, LOG_LEVEL: 'debug', ADMIN_TOKEN: `${canary}-of-an-operator` },
      allAppNames,
      ({ text }) => lines.push(text),
    );
    const { orders, kafka, rabbitMq } = system;
    const order = { customerId: canary, items: [{ sku: 'KEYBOARD', quantity: 1 }] };
    const headers = { authorization: `Bearer ${canary}`, cookie: `sid=${canary}` };

    for (const paymentMethod of ['card_ok', 'card_flaky', 'card_declined']) {
      const { body } = await orders.post({ ...order, paymentMethod }, headers);
      await orders.whenFinal(String(body['orderId']));
    }
    await orders.post({ ...order, paymentMethod: 'card_uncovered' }, headers);
    await orders.post({ ...order, paymentMethod: canary }, headers);
    for (const body of [`{"customerId":"${canary}`, event({ orderId: 'none', ...order })]) {
      await kafka.put('poison', Buffer.from(body));
      await rabbitMq.put('payments', Buffer.from(body));
    }
    await wrote(/retry in/);
    await wrote(/INVALID_JSON/);
    await wrote(/SCHEMA_MISMATCH/);
    await wrote(/Dead letter UNRECOVERABLE/);
    await system.apps.stop();

    expect(sensitiveFields(systemEvents)).toContain('customerId');
    expect(lines.filter((line) => line.includes(canary))).toEqual([]);
  });

  it.each([
    ["can't be reached", `amqp://app:${canary}@127.0.0.1:1`, '127.0.0.1:1'],
    ['are malformed', `amqp//app:${canary}@127.0.0.1:1:1`, '127.0.0.1:1:1'],
  ])('has no password where servers %s', async (_, url, host) => {
    const lines: string[] = [];
    const ports = await choosePorts('free');
    const apps = allAppNames.map(
      (name) =>
        new AppProcess({
          name,
          ports: ports[name],
          environment: {
            LOG_FORMAT: format,
            LOG_LEVEL: 'debug',
            DATABASE_URL: url.replace('amqp', 'postgres'),
            DATABASE_START_TIMEOUT_MS: '1500',
            RABBITMQ_URL: url,
            REDIS_URL: url.replace('amqp', 'redis'),
            IDEMPOTENCY_REDIS_URL: url.replace('amqp', 'redis').concat('/1'),
            IDEMPOTENCY_START_TIMEOUT_MS: '1500',
            SQS_ENDPOINT: url.replace('amqp', 'http'),
            AWS_SECRET_ACCESS_KEY: canary,
            KAFKA_BROKERS: host,
            ADMIN_TOKEN: canary,
            ADMIN_VIEWER_TOKEN: canary,
          },
          onLine: ({ text }) => lines.push(text),
          readyTimeoutMs: 90_000,
        }),
    );

    await Promise.allSettled(apps.map((app) => app.start()));
    await Promise.all(apps.map((app) => app.stop()));

    expect(lines.length).toBeGreaterThanOrEqual(apps.length);
    expect(lines.filter((line) => line.includes(canary))).toEqual([]);
  });
});

const within = { timeoutMs: 40_000, what: 'the failures to be logged' };

function event(data: object): string {
  return JSON.stringify({
    specversion: '1.0',
    id: randomUUID(),
    source: '/elsewhere',
    type: 'order.placed.v1',
    data,
  });
}
