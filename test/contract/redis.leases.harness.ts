import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import type { RedisLeaseSettings } from '@app/idempotency';
import { until } from '@app/testing';
import { RedisLeaseStore } from '../../libs/idempotency/src/redis/redis-lease.store.js';
import { LEASE_MS, RETENTION_MS } from './lease-store.behaviours.js';

/** A real Redis, at `IDEMPOTENCY_REDIS_URL`, with a raw client beside the stores. */
export class RedisLeasesHarness {
  readonly url = new URL(process.env['IDEMPOTENCY_REDIS_URL'] ?? 'redis://127.0.0.1:6379/1');
  readonly prefix = `${process.env['RESOURCE_PREFIX'] ?? ''}l${randomBytes(3).toString('hex')}_`;
  readonly raw = new Redis(this.url.href, { protocol: 2 });
  private readonly stores: RedisLeaseStore[] = [];

  async open(settings: Partial<RedisLeaseSettings> = {}): Promise<RedisLeaseStore> {
    const store = new RedisLeaseStore({ ...this.settings(), ...settings }, 'test-app');
    this.stores.push(store);
    await store.onModuleInit();
    return store;
  }

  /** By the server's own clock. */
  async elapse(ms: number): Promise<void> {
    const end = (await this.now()) + ms;
    const what = `${ms} ms of Redis`;
    await until(async () => (await this.now()) >= end, { what, timeoutMs: ms + 30_000 });
  }

  async keys(): Promise<string[]> {
    return await this.raw.keys(`${this.prefix}*`);
  }

  async runOut(): Promise<void> {
    const keys = await this.keys();
    if (keys.length > 0) await this.raw.del(...keys);
  }

  async close(): Promise<void> {
    for (const store of this.stores) store.onApplicationShutdown();
    await this.runOut();
    await this.raw.quit();
  }

  private settings(): RedisLeaseSettings {
    return {
      REDIS_URL: 'redis://127.0.0.1:6379',
      IDEMPOTENCY_REDIS_URL: this.url.href,
      RESOURCE_PREFIX: this.prefix,
      IDEMPOTENCY_LEASE_SECONDS: LEASE_MS / 1_000,
      IDEMPOTENCY_RETENTION_HOURS: RETENTION_MS / 3_600_000,
      // Beyond any stall of a busy machine; tests of the deadlines themselves set their own.
      IDEMPOTENCY_TIMEOUT_MS: 15_000,
      IDEMPOTENCY_START_TIMEOUT_MS: 30_000,
      IDEMPOTENCY_ALLOW_EVICTION: false,
    };
  }

  private async now(): Promise<number> {
    const [seconds, microseconds] = await this.raw.time();
    return Number(seconds) * 1_000 + Number(microseconds) / 1_000;
  }
}
