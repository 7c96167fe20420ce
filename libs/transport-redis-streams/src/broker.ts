/** The name in `Channel.broker` and `Destination.broker`. */
export const REDIS_STREAMS = 'redis-streams';
