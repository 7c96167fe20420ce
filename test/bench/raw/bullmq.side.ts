import { bullMq, keyPrefix } from '@app/transport-bullmq';
import { Queue, Worker } from 'bullmq';
import { required, type BenchBroker } from '../bench-broker.js';

const name = 'bench';
const CONCURRENCY = 16;

/** BullMQ: `add()` and a Worker, jobs removed when they are done. */
export const bullMqBench: BenchBroker = {
  name: 'bullmq',
  channel: { broker: 'bullmq', name, kind: 'queue' },
  adapter: bullMq({ queues: [{ name }] }),
  messages: 5_000,
  raw: async (environment) => {
    const options = {
      connection: { url: required(environment, 'REDIS_URL'), maxRetriesPerRequest: null },
      prefix: keyPrefix(required(environment, 'RESOURCE_PREFIX')),
    };
    const queue = new Queue(name, options);
    let worker: Worker | undefined;
    return {
      publish: async (message) => {
        await queue.add('bench', message, { removeOnComplete: true });
      },
      consume: async (onMessage) => {
        worker = new Worker(name, async () => onMessage(), {
          ...options,
          concurrency: CONCURRENCY,
        });
        await worker.waitUntilReady();
      },
      remove: async () => {
        await worker?.close();
        for (const own of [queue, new Queue(`${name}.dlq`, options)]) {
          await own.obliterate({ force: true });
          await own.close();
        }
      },
      close: async () => undefined,
    };
  },
};
