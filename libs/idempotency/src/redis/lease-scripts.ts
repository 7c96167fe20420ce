/**
 * KEYS[1] is the message. It holds `running <token> <hash>` for as long as the lease lasts, or
 * `done <token> <hash>` for the retention, and Redis itself removes it then: no clock but its own.
 * Each script is one step that nobody comes between.
 */

/** ARGV: our running record, ms of the lease. @returns what is there instead, or nil: it is ours */
export const CLAIM = `
local known = redis.call('GET', KEYS[1])
if known then return known end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return nil
`;

/**
 * What follows must work when Redis is full, or an effect that is there could not be noted. It
 * takes about the memory that the claim did. (Redis 7: `allow-oom` in 'Redis Lua scripts'.)
 */
const ALSO_WHEN_FULL = '#!lua flags=allow-oom\n';

/** ARGV: our running record, ms of the lease. */
export const RENEW = `${ALSO_WHEN_FULL}
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`;

/**
 * ARGV: our running record, our done record, ms of the retention. May be repeated when its answer
 * was lost. Where nothing is there any more, the lease ran out and nobody has it: the effect
 * happened all the same.
 */
export const COMPLETE = `${ALSO_WHEN_FULL}
local known = redis.call('GET', KEYS[1])
if known == ARGV[2] then return 1 end
if known and known ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
`;

/** ARGV: our running record. */
export const RELEASE = `${ALSO_WHEN_FULL}
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`;
