#!lua name=fairlead_admission_1

-- Amounts stay decimal text on their way through Lua: its numbers are doubles, and a dollar limit in nanos can be
-- greater than 2^53. HINCRBY does the arithmetic on 64-bit integers. Only comparisons make numbers of them.

-- Lapsed reservations that one admission gives back on the side: enough to keep up, too few to be felt.
local RECLAIM_PER_ADMISSION = 3

local function now_millis()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function is_whole(text)
  return text ~= nil and #text <= 19 and string.find(text, '^%d+$') ~= nil
end

-- One request never costs a billion dollars; with 18 digits no sum of amounts leaves 64 bits.
local function is_amount(text)
  return is_whole(text) and #text <= 18
end

-- HINCRBY takes '-5', but not '-0'.
local function negative(amount)
  if amount == '0' or string.find(amount, '^0+$') then
    return '0'
  end
  return '-' .. amount
end

-- Moves an amount from what is left to what is reserved, or back. A level that Redis does not know stays unknown: a
-- half-made hash would look like a level whose limit was never published.
local function reserve(level, amount, back)
  local known = redis.call('HMGET', level, 'rev', 'left')
  if not known[1] then
    return false
  end
  redis.call('HINCRBY', level, 'reserved', back and negative(amount) or amount)
  if known[2] then
    redis.call('HINCRBY', level, 'left', back and amount or negative(amount))
  end
  return true
end

-- Counts a cost as used.
local function spend(level, cost)
  local known = redis.call('HMGET', level, 'rev', 'left')
  if known[1] then
    redis.call('HINCRBY', level, 'used', cost)
    if known[2] then
      redis.call('HINCRBY', level, 'left', negative(cost))
    end
  end
end

-- Starts the window anew if the one that passed for it is later than the one that is counted.
local function turn(level, window, counted, used)
  if window > (counted or '') then
    redis.call('HSET', level, 'win', window, 'used', '0')
    if used and redis.call('HEXISTS', level, 'left') == 1 then
      redis.call('HINCRBY', level, 'left', used)
    end
    return true
  end
  return false
end

-- left = limit - used - reserved, step by step so that no step leaves 64 bits.
local function recompute_left(level)
  local values = redis.call('HMGET', level, 'limit', 'used', 'reserved')
  if not values[1] then
    redis.call('HDEL', level, 'left')
    return
  end
  redis.call('HSET', level, 'left', values[1])
  for i = 2, 3 do
    local value = values[i]
    if string.sub(value, 1, 1) == '-' then
      redis.call('HINCRBY', level, 'left', string.sub(value, 2))
    else
      redis.call('HINCRBY', level, 'left', negative(value))
    end
  end
end

-- generation|nanos|levelKey|levelKey... -> nanos, list of level keys
local function parts_of(reservation)
  local parts = {}
  for part in string.gmatch(reservation, '[^|]+') do
    parts[#parts + 1] = part
  end
  return parts[2], parts
end

local function give_back(reservation)
  local amount, parts = parts_of(reservation)
  if is_amount(amount) then
    for i = 3, #parts do
      reserve(parts[i], amount, true)
    end
  end
end

local function reclaim_lapsed(leases, now, most)
  local lapsed = redis.call('ZRANGEBYSCORE', leases, '-inf', now, 'LIMIT', 0, most)
  for _, reservation in ipairs(lapsed) do
    redis.call('ZREM', leases, reservation)
    give_back(reservation)
  end
  return #lapsed
end

-- KEYS: lease set, level...  ARGV: generation, nanos, lease in ms, window of each level
local function admit(keys, args)
  local leases, generation, amount, lease = keys[1], args[1], args[2], tonumber(args[3])
  if not is_amount(amount) or not lease or lease <= 0 then
    return redis.error_reply('ERR an amount and a lease, both not negative')
  end
  local now = now_millis()
  reclaim_lapsed(leases, now, RECLAIM_PER_ADMISSION)

  local reservation = generation .. '|' .. amount .. '|' .. table.concat(keys, '|', 2)
  -- An edge that saw no answer asks again: it has what it wants, even if nothing is left by now.
  if redis.call('ZSCORE', leases, reservation) then
    redis.call('ZADD', leases, now + lease, reservation)
    return {1}
  end

  local wanted = tonumber(amount)
  local limited = {}
  for i = 2, #keys do
    local level = redis.call('HMGET', keys[i], 'rev', 'left', 'win', 'used')
    if not level[1] then
      return {-1, i - 1}
    end
    local left = level[2]
    local window = args[i + 2] or ''
    if window ~= '' and turn(keys[i], window, level[3], level[4]) then
      left = redis.call('HGET', keys[i], 'left')
    end
    if left and tonumber(left) < wanted then
      return {0, i - 1, left}
    end
    limited[i] = left and true or false
  end

  redis.call('ZADD', leases, now + lease, reservation)
  local minus = negative(amount)
  for i = 2, #keys do
    redis.call('HINCRBY', keys[i], 'reserved', amount)
    if limited[i] then
      redis.call('HINCRBY', keys[i], 'left', minus)
    end
  end
  return {1}
end

-- KEYS: lease set, usage stream, level...  ARGV: reservation, reserved nanos, cost in nanos, event, traceparent
local function settle(keys, args)
  local reserved, cost = args[2], args[3]
  if not is_amount(reserved) or not is_amount(cost) then
    return redis.error_reply('ERR two amounts, both not negative')
  end
  local there = redis.call('ZREM', keys[1], args[1])
  if there == 1 then
    for i = 3, #keys do
      reserve(keys[i], reserved, true)
      spend(keys[i], cost)
    end
  end
  redis.call('XADD', keys[2], '*', 'e', args[4], 't', args[5] or '', 'c', there)
  return there
end

-- KEYS: lease set, level...  ARGV: reservation, reserved nanos
local function release(keys, args)
  if not is_amount(args[2]) then
    return redis.error_reply('ERR an amount that is not negative')
  end
  local there = redis.call('ZREM', keys[1], args[1])
  if there == 1 then
    for i = 2, #keys do
      reserve(keys[i], args[2], true)
    end
  end
  return there
end

-- KEYS: lease set  ARGV: lease in ms, reservation...
local function renew(keys, args)
  local leases, lease = keys[1], tonumber(args[1])
  if not lease or lease <= 0 then
    return redis.error_reply('ERR a lease in milliseconds')
  end
  local now = now_millis()
  local lapsed = 0
  for i = 2, #args do
    local reservation = args[i]
    if redis.call('ZSCORE', leases, reservation) then
      redis.call('ZADD', leases, now + lease, reservation)
    else
      lapsed = lapsed + 1
      local amount, parts = parts_of(reservation)
      -- Made again only if all levels are known: settling must find on each level what it takes off there.
      local known = is_amount(amount) and #parts >= 3
      for part = 3, #parts do
        known = known and redis.call('HEXISTS', parts[part], 'rev') == 1
      end
      if known then
        for part = 3, #parts do
          reserve(parts[part], amount, false)
        end
        redis.call('ZADD', leases, now + lease, reservation)
      end
    end
  end
  return lapsed
end

-- KEYS: lease set  ARGV: how many at most
local function reclaim(keys, args)
  return reclaim_lapsed(keys[1], now_millis(), tonumber(args[1]))
end

-- KEYS: level  ARGV: revision, limit in nanos or '', window or '', used in nanos
local function publish_level(keys, args)
  local level, revision, limit, window, used = keys[1], args[1], args[2], args[3], args[4]
  if not is_whole(revision) or not is_whole(used) or not (limit == '' or is_whole(limit)) then
    return redis.error_reply('ERR revision, limit and used are whole numbers')
  end
  local known = redis.call('HMGET', level, 'rev', 'win')
  if known[1] and tonumber(known[1]) >= tonumber(revision) then
    return 0
  end
  if not known[1] then
    redis.call('DEL', level)
    redis.call('HSET', level, 'used', used, 'reserved', '0', 'win', window)
  elseif window ~= known[2] then
    redis.call('HSET', level, 'win', window)
    if window > (known[2] or '') then
      redis.call('HSET', level, 'used', '0')
    end
  end
  redis.call('HSET', level, 'rev', revision)
  if limit == '' then
    redis.call('HDEL', level, 'limit')
  else
    redis.call('HSET', level, 'limit', limit)
  end
  recompute_left(level)
  return 1
end

-- KEYS: level...  ARGV: cost in nanos
local function charge(keys, args)
  if not is_amount(args[1]) then
    return redis.error_reply('ERR an amount that is not negative')
  end
  for i = 1, #keys do
    spend(keys[i], args[1])
  end
  return 1
end

-- What follows is billing's own; the edge does not call it.

-- Sets what the ledger says was used, provided that nothing has moved since billing looked.
-- KEYS: level, usage stream, lease set  ARGV: expected revision, expected window, expected used, used
-- Returns 1 if it was set.
local function repair_level(keys, args)
  local level = redis.call('HMGET', keys[1], 'rev', 'win', 'used')
  if level[1] ~= args[1] or level[2] ~= args[2] or level[3] ~= args[3] or redis.call('XLEN', keys[2]) > 0 then
    return 0
  end
  redis.call('HSET', keys[1], 'used', args[4])
  -- Without any reservation in the partition nothing can be reserved on the level.
  if redis.call('EXISTS', keys[3]) == 0 then
    redis.call('HSET', keys[1], 'reserved', '0')
  end
  recompute_left(keys[1])
  return 1
end

-- Publishes the record of an API key and announces it, unless Redis has a later one.
-- KEYS: record  ARGV: revision, JSON, channel
local function publish_key(keys, args)
  local current = redis.call('GET', keys[1])
  if current then
    local revision = string.match(current, '"revision":(%d+)')
    if revision and tonumber(revision) > tonumber(args[1]) then
      return 0
    end
  end
  redis.call('SET', keys[1], args[2])
  redis.call('PUBLISH', args[3], args[2])
  return 1
end

redis.register_function('fairlead_admit_1', admit)
redis.register_function('fairlead_settle_1', settle)
redis.register_function('fairlead_renew_1', renew)
redis.register_function('fairlead_publish_level_1', publish_level)
redis.register_function('fairlead_publish_key_1', publish_key)
-- What gives memory or money back, or only corrects a number, also works when Redis is full.
redis.register_function{function_name='fairlead_release_1', callback=release, flags={'allow-oom'}}
redis.register_function{function_name='fairlead_reclaim_1', callback=reclaim, flags={'allow-oom'}}
redis.register_function{function_name='fairlead_charge_1', callback=charge, flags={'allow-oom'}}
redis.register_function{function_name='fairlead_repair_level_1', callback=repair_level, flags={'allow-oom'}}
