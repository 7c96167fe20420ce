import { redisStreams } from '@app/transport-redis-streams';
import { Redis } from 'ioredis';
import { required, type BenchBroker } from '../bench-broker.js';

const name = 'bench';
const MESSAGES = 10_000;
const COUNT = 100;

type Entries = [stream: string, entries: [id: string, fields: string[]][]][];

/** ioredis: XADD, XREADGROUP of a hundred, an XACK each. */
export const redisStreamsBench: BenchBroker = {
  name: 'redis-streams',
  channel: { broker: 'redis-streams', name, kind: 'stream' },
  adapter: redisStreams({ streams: [{ name, maxLength: 2 * MESSAGES }] }),
  messages: MESSAGES,
  raw: async (environment) => {
    const prefix = required(environment, 'RESOURCE_PREFIX');
    const stream = `${prefix}${name}`;
    const redis = new Redis(required(environment, 'REDIS_URL'), { maxRetriesPerRequest: 1 });
    const blocking = redis.duplicate();
    const end = new AbortController();
    let reading = Promise.resolve();
    const read = async (onMessage: () => void): Promise<void> => {
      while (!end.signal.aborted) {
        const [group, consumer] = ['raw', 'one'];
        const found = (await blocking.xreadgroup(
          ...(['GROUP', group, consumer, 'COUNT', COUNT, 'BLOCK', 500] as const),
          ...(['STREAMS', stream, '>'] as const),
        )) as Entries | null;
        for (const [id] of found?.[0]?.[1] ?? []) {
          onMessage();
          await redis.xack(stream, group, id);
        }
      }
    };
    return {
      publish: async ({ key, text }) => {
        await redis.xadd(stream, '*', 'body', JSON.stringify({ key, text }));
      },
      consume: async (onMessage) => {
        await redis.xgroup('CREATE', stream, 'raw', '0', 'MKSTREAM');
        reading = read(onMessage);
      },
      remove: async () => {
        end.abort();
        await reading;
        const own = await redis.keys(`*${prefix}*`);
        if (own.length > 0) await redis.del(...own);
      },
      close: async () => {
        await Promise.all([redis.quit(), blocking.quit()]);
      },
    };
  },
};
