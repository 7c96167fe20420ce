import { Redis } from 'ioredis';
import type { BullMqTopology } from '@app/transport-bullmq';
import type { BrokerFeatures, BrokerHarness, ContractBroker } from './broker-harness.js';
import { BullMqContractChannel } from './bullmq.channel.js';

const LOCK_MS = 2_000;
const PUBLISH_TIMEOUT_MS = 2_000;

const features: BrokerFeatures = {
  ordersByKey: false,
  binaryHeaders: true,
  // A queue is there as soon as someone adds a job to it.
  reportsUnroutable: false,
  reachedByOtherProcesses: true,
  // A lost lock is noticed at the second look at the active jobs.
  ownershipTimeoutMs: 2 * LOCK_MS,
  publishDeadlineMs: PUBLISH_TIMEOUT_MS,
};

export interface BullMqHarness extends BrokerHarness {
  openChannel(topology?: BullMqTopology): Promise<BullMqContractChannel>;
}

/** A real Redis, at `REDIS_URL`. */
export async function startBullMqHarness(): Promise<BullMqHarness> {
  const url = new URL(process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379');
  const raw = new Redis(url.href, { maxRetriesPerRequest: null });
  await raw.ping();
  const options = { url, raw, publishTimeoutMs: PUBLISH_TIMEOUT_MS, lockMs: LOCK_MS };
  return {
    openChannel: (topology) => BullMqContractChannel.open(options, topology),
    close: async () => raw.disconnect(),
  };
}

export const bullMqBroker: ContractBroker = {
  name: 'bullmq',
  features,
  start: startBullMqHarness,
};
