/** The environment, read by `redisStreamsSettings`. */
export const REDIS_STREAMS_SETTINGS = Symbol('REDIS_STREAMS_SETTINGS');
