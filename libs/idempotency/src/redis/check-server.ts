import type { LoggerService } from '@nestjs/common';
import { ConfigurationError } from '@app/messaging';
import { LeaseStoreUnavailableError } from '../lease/lease.errors.js';
import { evictionPolicy, refuseEviction } from './check-eviction.js';
import { RENEW } from './lease-scripts.js';
import type { RedisConnection } from './redis-connection.js';
import { databaseNumber, type RedisLeaseSettings } from './redis-lease.settings.js';

/**
 * What a server answers that is on its way, or another one's replica for the moment: see `src/` of
 * Redis 7, `shared.*err`. The check may succeed when it is made again.
 */
const PASSING = /^(LOADING|BUSY|MASTERDOWN|READONLY|NOREPLICAS|CLUSTERDOWN|TRYAGAIN|OOM) /;

/**
 * Finds out at start what would only show once effects come twice.
 * @throws ConfigurationError when Redis isn't fit to keep leases; LeaseStoreUnavailableError when it
 * gave no answer from which to tell
 */
export async function checkServer(
  connection: Pick<RedisConnection, 'call'>,
  settings: RedisLeaseSettings,
  logger: LoggerService,
): Promise<void> {
  const number = databaseNumber(new URL(settings.IDEMPOTENCY_REDIS_URL));
  const probe = `${settings.RESOURCE_PREFIX}idempotency:probe`;
  try {
    // The client would go on with the queues' database where ours isn't there.
    await connection.call('SELECT', number);
    await connection.call('EVAL', RENEW, 1, probe, 'nobody', 1);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new ConfigurationError(
      `The Redis of IDEMPOTENCY_REDIS_URL can't keep leases: ${error.problem} It must be Redis 7 ` +
        `or newer, let us run scripts, and have the database ${number}.`,
      { cause: error },
    );
  }
  await checkEviction(connection, settings, logger);
}

/** `INFO`, not `CONFIG GET`, which managed servers forbid. */
async function checkEviction(
  connection: Pick<RedisConnection, 'call'>,
  settings: RedisLeaseSettings,
  logger: LoggerService,
): Promise<void> {
  const policy = await askPolicy(connection, logger);
  if (policy === undefined) {
    logger.warn(
      'Redis does not say what it does when it is full (INFO memory). Make sure that its ' +
        'maxmemory-policy is noeviction, or effects may come twice.',
    );
  } else if (!settings.IDEMPOTENCY_ALLOW_EVICTION) {
    refuseEviction(policy);
  } else if (policy !== 'noeviction') {
    logger.warn(`Redis may forget what was done (maxmemory-policy ${policy}), as allowed.`);
  }
}

async function askPolicy(
  connection: Pick<RedisConnection, 'call'>,
  logger: LoggerService,
): Promise<string | undefined> {
  try {
    return evictionPolicy(String(await connection.call('INFO', 'memory')));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    logger.warn(error.message);
    return undefined;
  }
}

/** The server has answered, and will answer the same tomorrow. */
function isRefusal(error: unknown): error is LeaseStoreUnavailableError {
  if (!(error instanceof LeaseStoreUnavailableError)) return false;
  const { cause } = error;
  return cause instanceof Error && cause.name === 'ReplyError' && !PASSING.test(cause.message);
}
