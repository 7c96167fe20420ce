import type { RedisStreamsTopology } from '@app/transport-redis-streams';
import { orderActivity } from './channels.js';

export const redisStreamsTopology: RedisStreamsTopology = {
  // Some thousand orders: a reader that is further behind has no use for a live feed.
  streams: [{ name: orderActivity.name, maxLength: 10_000 }],
};
