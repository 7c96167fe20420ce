import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ConfigurationError, type Health } from '@app/messaging';
import { LeaseStoreUnavailableError } from '../lease/lease.errors.js';
import { LeaseStore } from '../lease/lease-store.js';
import type { ClaimAnswer, Lease } from '../lease/lease.js';
import { checkServer } from './check-server.js';
import { leaseKey, leaseRecord, readRecord } from './lease-record.js';
import { CLAIM, COMPLETE, RELEASE, RENEW } from './lease-scripts.js';
import { RedisConnection } from './redis-connection.js';
import type { RedisLeaseSettings } from './redis-lease.settings.js';

const MS_PER_HOUR = 3_600_000;
const CHECK_INTERVAL_MS = 200;

/**
 * Leases in Redis, each step one script. It promises as much as Redis keeps: with
 * `appendfsync everysec` a crash of the machine forgets the last second, and a failover what was
 * not replicated. What was forgotten may happen twice.
 */
export class RedisLeaseStore extends LeaseStore implements OnModuleInit, OnApplicationShutdown {
  readonly leaseMs: number;
  private readonly logger = new Logger(RedisLeaseStore.name);
  readonly retentionMs: number;
  private readonly connection: RedisConnection;

  constructor(
    private readonly settings: RedisLeaseSettings,
    app: string,
  ) {
    super();
    this.leaseMs = Math.round(settings.IDEMPOTENCY_LEASE_SECONDS * 1_000);
    this.retentionMs = Math.round(settings.IDEMPOTENCY_RETENTION_HOURS * MS_PER_HOUR);
    const { IDEMPOTENCY_REDIS_URL: url, IDEMPOTENCY_TIMEOUT_MS: timeoutMs } = settings;
    this.connection = new RedisConnection(url, `${app}-idempotency`, timeoutMs);
  }

  /** @throws ConfigurationError when Redis did not answer in time, or isn't fit to keep leases */
  async onModuleInit(): Promise<void> {
    const { IDEMPOTENCY_START_TIMEOUT_MS: timeoutMs } = this.settings;
    this.connection.open();
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const isReady = await this.connection.readyWithin(deadline - performance.now());
      if (!isReady) throw this.notThere(this.health().detail);
      try {
        return await checkServer(this.connection, this.settings, this.logger);
      } catch (error) {
        if (!(error instanceof LeaseStoreUnavailableError)) throw error;
        if (performance.now() + CHECK_INTERVAL_MS > deadline) throw this.notThere(error.problem);
        this.logger.warn(`${error.message} It is checked again.`);
        await sleep(CHECK_INTERVAL_MS);
      }
    }
  }

  /** Transports have drained by then. */
  onApplicationShutdown(): void {
    this.connection.close();
  }

  health(): Health {
    return this.connection.health();
  }

  async claim(lease: Lease): Promise<ClaimAnswer> {
    const running = leaseRecord('running', lease);
    const known = await this.run(CLAIM, lease, running, this.leaseMs);
    return typeof known === 'string' ? readRecord(known) : { state: 'claimed' };
  }

  async renew(lease: Lease): Promise<boolean> {
    return (await this.run(RENEW, lease, leaseRecord('running', lease), this.leaseMs)) === 1;
  }

  async complete(lease: Lease): Promise<boolean> {
    const [running, done] = [leaseRecord('running', lease), leaseRecord('done', lease)];
    return (await this.run(COMPLETE, lease, running, done, this.retentionMs)) === 1;
  }

  async release(lease: Lease): Promise<boolean> {
    return (await this.run(RELEASE, lease, leaseRecord('running', lease))) === 1;
  }

  private notThere(problem: string | undefined): ConfigurationError {
    return new ConfigurationError(
      'The Redis of IDEMPOTENCY_REDIS_URL was not there within ' +
        `${this.settings.IDEMPOTENCY_START_TIMEOUT_MS} ms: ${problem} Start it, or correct the URL.`,
    );
  }

  private run(script: string, lease: Lease, ...args: (string | number)[]): Promise<unknown> {
    const key = leaseKey(this.settings.RESOURCE_PREFIX, lease);
    return this.connection.call('EVAL', script, 1, key, ...args);
  }
}
