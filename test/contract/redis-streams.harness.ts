import { Redis } from 'ioredis';
import type { BrokerFeatures, BrokerHarness, ContractBroker } from './broker-harness.js';
import { RedisStreamsContractChannel } from './redis-streams.channel.js';

const MIN_IDLE_MS = 2_000;
const PUBLISH_TIMEOUT_MS = 2_000;

const features: BrokerFeatures = {
  ordersByKey: true,
  binaryHeaders: true,
  reportsUnroutable: false,
  reachedByOtherProcesses: true,
  ownershipTimeoutMs: MIN_IDLE_MS,
  publishDeadlineMs: PUBLISH_TIMEOUT_MS,
};

export interface RedisStreamsHarness extends BrokerHarness {
  openChannel(maxLength?: number): Promise<RedisStreamsContractChannel>;
}

/** A real Redis, at `REDIS_URL`, with a raw client beside the transport. */
export async function startRedisStreamsHarness(): Promise<RedisStreamsHarness> {
  const url = new URL(process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379');
  const raw = new Redis(url.href, { protocol: 2 });
  const options = { url, raw, minIdleMs: MIN_IDLE_MS, publishTimeoutMs: PUBLISH_TIMEOUT_MS };
  return {
    openChannel: (maxLength) => RedisStreamsContractChannel.open(options, maxLength),
    close: async () => {
      await raw.quit();
    },
  };
}

export const redisStreamsBroker: ContractBroker = {
  name: 'redis-streams',
  features,
  start: startRedisStreamsHarness,
};
