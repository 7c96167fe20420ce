import { Queue, Worker } from 'bullmq';
import type { Environment } from '@app/messaging';
import { tasks } from '@app/topology';
import { keyPrefix } from '@app/transport-bullmq';
import { required } from '../../../bench-broker.js';
import type { BareClient, BareMessage } from '../bare-client.js';

const CONCURRENCY = 16;

/** BullMQ: `add()` and a Worker, jobs removed when they are done. */
export function bullMqClient(environment: Environment): BareClient {
  const options = {
    connection: { url: required(environment, 'REDIS_URL'), maxRetriesPerRequest: null },
    prefix: keyPrefix(required(environment, 'RESOURCE_PREFIX')),
  };
  const queue = new Queue<BareMessage>(tasks.name, options);
  return {
    publish: async (message) => {
      await queue.add(message.kind, message, { jobId: message.id, removeOnComplete: true });
    },
    consume: async (handle) => {
      const worker = new Worker<BareMessage>(tasks.name, ({ data }) => handle(data), {
        ...options,
        concurrency: CONCURRENCY,
      });
      await worker.waitUntilReady();
    },
  };
}
