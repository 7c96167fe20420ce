import { Redis } from 'ioredis';
import type { Environment } from '@app/messaging';
import { orderActivity } from '@app/topology';
import { required } from '../../../bench-broker.js';
import type { BareClient, BareMessage } from '../bare-client.js';

const COUNT = 100;
const BLOCK_MS = 5_000;

type Entries = [stream: string, entries: [id: string, fields: string[]][]][];

/** ioredis: XADD, XREADGROUP of a hundred, an XACK each. */
export function redisStreamsClient(environment: Environment): BareClient {
  const stream = required(environment, 'RESOURCE_PREFIX') + orderActivity.name;
  const redis = new Redis(required(environment, 'REDIS_URL'));
  const [group, consumer] = ['bare', 'one'];
  const handleOne = async (
    [id, [, text]]: [string, string[]],
    handle: (message: BareMessage) => Promise<void>,
  ): Promise<void> => {
    await handle(JSON.parse(text!) as BareMessage);
    await redis.xack(stream, group, id);
  };
  return {
    publish: async (message) => {
      await redis.xadd(stream, '*', 'body', JSON.stringify(message));
    },
    consume: async (handle) => {
      await redis.xgroup('CREATE', stream, group, '0', 'MKSTREAM');
      const blocking = redis.duplicate();
      const read = async (): Promise<never> => {
        for (;;) {
          const found = (await blocking.xreadgroup(
            ...(['GROUP', group, consumer, 'COUNT', COUNT, 'BLOCK', BLOCK_MS] as const),
            ...(['STREAMS', stream, '>'] as const),
          )) as Entries | null;
          await Promise.all((found?.[0]?.[1] ?? []).map((entry) => handleOne(entry, handle)));
        }
      };
      void read();
    },
  };
}
