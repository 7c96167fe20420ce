import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module, type INestApplication, type OnModuleInit } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  APP_NAME,
  BrokerProbes,
  ConfigurationError,
  DeliveryStatistics,
  ENVIRONMENT,
} from '@app/messaging';
import { Clock, HealthRegistry, MetricRegistry, SystemClock, type Health } from '@app/messaging';
import type { HealthOptions } from './health-routes.js';
import { HealthModule } from './health.module.js';
import { HealthServer } from './health-server.js';

const loopback = { HEALTH_HOST: '127.0.0.1', HEALTH_PORT: '0' };
const openApps: INestApplication[] = [];

interface Given {
  options?: Partial<HealthOptions>;
  environment?: Record<string, string>;
  duringInit?: (server: HealthServer) => Promise<void>;
}

async function start({ options = {}, environment = loopback, duringInit }: Given = {}) {
  @Module({})
  class Messaging {}

  @Injectable()
  class SlowMigration implements OnModuleInit {
    constructor(private readonly server: HealthServer) {}

    async onModuleInit(): Promise<void> {
      await duringInit?.(this.server);
    }
  }

  const health = HealthModule.forRoot({ healthPort: 9_199, ...options });
  @Module({ providers: [SlowMigration], imports: [health] })
  class App {}

  const providers = [
    { provide: APP_NAME, useValue: 'tester' },
    { provide: ENVIRONMENT, useValue: environment },
    { provide: Clock, useClass: SystemClock },
    BrokerProbes,
    DeliveryStatistics,
    HealthRegistry,
    MetricRegistry,
  ];
  const messaging = { module: Messaging, global: true, providers, exports: providers };
  const root = { module: class Root {}, imports: [messaging, App] };
  const nest = await NestFactory.create(root, { logger: false, abortOnError: false });
  openApps.push(nest);
  await nest.init();
  const registry = nest.get(HealthRegistry, { strict: false });
  const server = nest.get(HealthServer, { strict: false });
  return { nest, registry, server, statistics: nest.get(DeliveryStatistics, { strict: false }) };
}

const get = (server: HealthServer, path: string, init?: RequestInit) =>
  fetch(`http://127.0.0.1:${server.port}${path}`, init);

async function readiness(server: HealthServer) {
  const response = await get(server, '/health/ready');
  return { code: response.status, body: await response.json() };
}

const indicator = (name: string, health: () => Health) => ({ name, health });

describe('HealthServer', () => {
  afterEach(async () => {
    for (const nest of openApps.splice(0)) await nest.close();
  });

  it('lives, and is not ready before it has started', async () => {
    const { server, registry } = await start();

    const live = await get(server, '/health/live');
    const before = await readiness(server);
    registry.markStarted();
    const after = await readiness(server);

    expect(live.status).toBe(200);
    expect(before).toEqual({
      code: 503,
      body: { status: 'not_ready', checks: { app: { status: 'down', detail: 'starting' } } },
    });
    expect(after).toEqual({
      code: 200,
      body: { status: 'ready', checks: { app: { status: 'up' } } },
    });
  });

  it('answers while migrations still run', async () => {
    let duringMigration: unknown;
    await start({
      duringInit: async (server) => {
        duringMigration = await readiness(server);
      },
    });

    expect(duringMigration).toMatchObject({ code: 503 });
  });

  it('is as ready as its parts are at the moment', async () => {
    const { server, registry } = await start({ options: { readyWith: ['database'] } });
    const health: Record<string, Health> = {
      database: { status: 'up' },
      kafka: { status: 'down', detail: 'no broker answers' },
    };
    registry.add(indicator('database', () => health['database']!));
    registry.add(indicator('kafka', () => health['kafka']!));
    registry.markStarted();

    const degraded = await readiness(server);
    health['database'] = { status: 'down' };
    const notReady = await readiness(server);

    expect(degraded).toMatchObject({
      code: 200,
      body: { status: 'degraded', checks: { database: { status: 'up' } } },
    });
    expect(degraded.body).toHaveProperty('checks.kafka.detail', 'no broker answers');
    expect(notReady).toMatchObject({ code: 503, body: { status: 'not_ready' } });
  });

  it('answers 500 where a check itself fails, and goes on', async () => {
    const { server, registry } = await start();
    registry.add(
      indicator('database', () => {
        throw new Error('broken check');
      }),
    );

    expect((await get(server, '/health/ready')).status).toBe(500);
    expect((await get(server, '/health/live')).status).toBe(200);
  });

  it('does not live once a consumer is dead for good, and says why without its secrets', async () => {
    const { server, registry } = await start();
    registry.watchLife([
      { deadBecause: undefined },
      { deadBecause: new Error('http://app:CANARY@sqs has another queue') },
    ]);

    const live = await get(server, '/health/live');

    expect(live.status).toBe(503);
    expect(await live.json()).toEqual({
      status: 'dead',
      detail: 'http://***@sqs has another queue',
    });
  });

  it('says what is down without its secrets', async () => {
    const { server, registry } = await start();
    const detail = 'open: connect amqp://app:CANARY@host';
    registry.add(indicator('consumers', () => ({ status: 'down', detail })));

    const { body } = await readiness(server);

    expect(body).toHaveProperty('checks.consumers.detail', 'open: connect amqp://***@host');
  });

  it('gives metrics in the text format of Prometheus', async () => {
    const { server, statistics } = await start();
    const source = { broker: 'kafka', name: 'orders.events' };
    statistics.count(source, 'ack');
    statistics.count(source, 'ack');

    await get(server, '/metrics');
    const response = await get(server, '/metrics');
    const text = await response.text();

    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(text).toContain(
      'messaging_deliveries_total{messaging_system="kafka",' +
        'messaging_destination_name="orders.events",outcome="ack",app="tester"} 2',
    );
    expect(text).toMatch(/^process_resident_memory_bytes\{app="tester"\} \d+$/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds\{app="tester"\} /m);
    expect(text).toMatch(/^nodejs_heap_size_used_bytes\{app="tester"\} \d+$/m);
    expect(text).toMatch(/^process_uptime_seconds\{app="tester"\} [\d.]+$/m);
  });

  it.each<[string, string, number]>([
    ['GET', '/', 404],
    ['GET', '/health', 404],
    ['GET', '/health/ready/../../etc/passwd', 404],
    ['GET', '/health/live?probe=1', 200],
    ['HEAD', '/health/live', 200],
    ['POST', '/health/live', 405],
    ['DELETE', '/metrics', 405],
  ])('answers %s %s with %i', async (method, path, expected) => {
    const { server } = await start();

    const response = await get(server, path, { method });

    expect(response.status).toBe(expected);
    const type = response.headers.get('content-type');
    expect(type).toBe(expected < 400 ? 'application/json' : 'application/problem+json');
  });

  it('names HEALTH_PORT when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    other.unref();
    const { port } = other.address() as AddressInfo;

    const starting = start({ environment: { ...loopback, HEALTH_PORT: String(port) } });

    await expect(starting).rejects.toThrow(ConfigurationError);
    await expect(starting).rejects.toThrow(/EADDRINUSE.*HEALTH_PORT/);
  });

  it.each(['99999', '-1', 'http', '1.5'])('refuses HEALTH_PORT %s', async (port) => {
    const starting = start({ environment: { ...loopback, HEALTH_PORT: port } });

    await expect(starting).rejects.toThrow(/HEALTH_PORT/);
  });

  it('turns not ready when the app closes, and closes with connections open', async () => {
    const { nest, server, registry } = await start();
    registry.markStarted();
    const idle = connect(server.port, '127.0.0.1');
    await once(idle, 'connect');
    const keptAlive = request({ port: server.port, path: '/health/live', agent: false });
    keptAlive.setHeader('connection', 'keep-alive').end();
    await once(keptAlive, 'response');
    const idleClosed = once(idle, 'close');

    server.onModuleDestroy();
    const stopping = await readiness(server);
    await nest.close();
    await idleClosed;

    expect(stopping).toEqual({
      code: 503,
      body: { status: 'not_ready', checks: { app: { status: 'down', detail: 'stopping' } } },
    });
    expect(() => server.port).toThrow('not listening');
  });
});
