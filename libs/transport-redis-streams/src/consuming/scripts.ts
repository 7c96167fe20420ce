/**
 * Each runs as one, so that nobody can claim an entry between the look at its owner and what we
 * do with it. KEYS[1] is the stream, ARGV[1] the group, ARGV[2] our consumer.
 */
const OWNER = `
local function owner(id)
  local pending = redis.call('XPENDING', KEYS[1], ARGV[1], id, id, 1)
  return pending[1] and pending[1][2]
end
`;

/** ARGV[3…]: entries. @returns those that aren't ours, which it leaves alone */
export const ACKNOWLEDGE = `${OWNER}
local lost = {}
for i = 3, #ARGV do
  if owner(ARGV[i]) == ARGV[2] then
    redis.call('XACK', KEYS[1], ARGV[1], ARGV[i])
  else
    lost[#lost + 1] = ARGV[i]
  end
end
return lost
`;

/**
 * ARGV[3…]: entries, whose idle time starts anew. `JUSTID` leaves the delivery count alone.
 * @returns those that aren't ours, and those that are but have been trimmed (Redis then takes them
 * off the list of pending ones)
 */
export const RENEW = `${OWNER}
local lost, trimmed = {}, {}
for i = 3, #ARGV do
  if owner(ARGV[i]) ~= ARGV[2] then
    lost[#lost + 1] = ARGV[i]
  elseif #redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[i], 'JUSTID') == 0 then
    trimmed[#trimmed + 1] = ARGV[i]
  end
end
return { lost, trimmed }
`;

/**
 * Everything that is pending for us looks idle for ARGV[3] ms, so that others claim it at once.
 * With nothing pending our consumer goes, too; otherwise its entries would go with it.
 * @returns how many entries can't be given back, since they have been trimmed
 */
export const LEAVE = `
local from, trimmed = '-', 0
while true do
  local page = redis.call('XPENDING', KEYS[1], ARGV[1], from, '+', 500, ARGV[2])
  if #page == 0 then break end
  for _, entry in ipairs(page) do
    local kept = redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, entry[1], 'IDLE', ARGV[3], 'JUSTID')
    if #kept == 0 then trimmed = trimmed + 1 end
  end
  from = '(' .. page[#page][1]
end
if #redis.call('XPENDING', KEYS[1], ARGV[1], '-', '+', 1, ARGV[2]) == 0 then
  redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])
end
return trimmed
`;

/** Removes consumers of the group that have nothing pending and were idle for ARGV[3] ms. */
export const FORGET = `
local forgotten = {}
for _, info in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for i = 1, #info, 2 do consumer[info[i]] = info[i + 1] end
  local isOld = consumer['pending'] == 0 and consumer['idle'] >= tonumber(ARGV[3])
  if isOld and consumer['name'] ~= ARGV[2] then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer['name'])
    forgotten[#forgotten + 1] = consumer['name']
  end
end
return forgotten
`;

/**
 * Counts the entries that were trimmed before the group read them, and moves the group past them:
 * so they are counted once, whoever asks. Redis's own `lag` is off from the next read on.
 */
export const SKIP_TRIMMED = `
local function fields(info)
  local read = {}
  for i = 1, #info, 2 do read[info[i]] = info[i + 1] end
  return read
end
local group
for _, info in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local read = fields(info)
  if read['name'] == ARGV[1] then group = read end
end
if not group or not group['entries-read'] then return 0 end
local stream = fields(redis.call('XINFO', 'STREAM', KEYS[1]))
local removed = stream['entries-added'] - stream['length']
local missed = removed - group['entries-read']
if missed <= 0 then return 0 end
local last = group['last-delivered-id']
local before = redis.call('XREVRANGE', KEYS[1], last, '-', 'COUNT', 1)
if #before > 0 then return 0 end
local first = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
local edge = stream['last-generated-id']
if first then
  local ms, seq = string.match(first[1], '^(%d+)-(%d+)$')
  if seq == '0' then edge = string.format('%.0f', tonumber(ms) - 1) .. '-18446744073709551615'
  else edge = ms .. '-' .. string.format('%.0f', tonumber(seq) - 1) end
end
redis.call('XGROUP', 'SETID', KEYS[1], ARGV[1], edge, 'ENTRIESREAD', removed)
return missed
`;
