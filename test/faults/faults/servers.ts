import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { ServerName } from '../stack/server-names.js';
import type { Fault } from './fault.js';

const titles: Readonly<Record<Exclude<ServerName, 'postgres'>, string>> = {
  kafka: 'Kafka',
  rabbitmq: 'RabbitMQ',
  elasticmq: 'ElasticMQ',
  redis: 'Redis',
};

export const killedBrokers: readonly Fault[] = Object.entries(titles).map(([name, title]) => ({
  name: `kill-${name}`,
  about: `${title} is killed (-9) and started again.`,
  lane: 'server',
  seconds: 15,
  async strike(system, random, harm) {
    const downMs = random.between(200, 3_000);
    const server = system.stack.server(name as ServerName);
    const end = name === 'redis' ? system.mailSuspects.beginInterruption() : undefined;
    await server.kill();
    await sleep(downMs);
    await server.start();
    harm.over();
    end?.();
    await system.whenUp();
    return `down for ${downMs} ms and a start`;
  },
}));

export const postgresRestarted: Fault = {
  name: 'restart-postgres',
  about: 'PostgreSQL ends all sessions and restarts.',
  lane: 'server',
  seconds: 8,
  async strike(system, random, harm) {
    const downMs = random.between(200, 3_000);
    const server = system.stack.server('postgres');
    const end = system.mailSuspects.beginInterruption();
    await server.stop();
    await sleep(downMs);
    await server.start();
    harm.over();
    await system.whenUp();
    end();
    return `down for ${downMs} ms and a start`;
  },
};

export const postgresCrashed: Fault = {
  name: 'crash-postgres',
  about: 'PostgreSQL quits at once (SIGQUIT) and recovers from its log.',
  lane: 'server',
  seconds: 8,
  async strike(system, _random, harm) {
    const server = system.stack.server('postgres');
    const end = system.mailSuspects.beginInterruption();
    await server.kill('SIGQUIT');
    await server.start();
    harm.over();
    await system.whenUp();
    end();
    return 'recovered';
  },
};

export const redisFull: Fault = {
  name: 'redis-full',
  about: 'Redis has no memory left and refuses every write.',
  lane: 'server',
  seconds: 12,
  async strike(system, random, harm) {
    const fullMs = random.between(5_000, 9_000);
    const redis = new Redis(system.direct['REDIS_URL']!, { protocol: 2 });
    const end = system.mailSuspects.beginInterruption();
    try {
      await redis.config('SET', 'maxmemory', '1mb');
      await sleep(fullMs);
    } finally {
      await redis.config('SET', 'maxmemory', '0');
      redis.disconnect();
    }
    harm.over();
    await system.whenUp();
    end();
    return `for ${fullMs} ms`;
  },
};

export const leasesFlushed: Fault = {
  name: 'idempotency-flushed',
  about: 'The database of leases is emptied: what was done is forgotten.',
  lane: 'server',
  seconds: 2,
  async strike(system) {
    const redis = new Redis(system.direct['IDEMPOTENCY_REDIS_URL']!, { protocol: 2 });
    const keys = await redis.dbsize();
    await redis.flushdb();
    system.mailSuspects.forget();
    redis.disconnect();
    return `${keys} keys`;
  },
};
