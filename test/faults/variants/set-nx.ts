import { Redis } from 'ioredis';
import type { Database } from '@app/database';
import type { IdempotencyClaim, IdempotentWork } from '@app/idempotency';
import { replaceMethod } from '../failpoints/watch.js';

const KEEP_SECONDS = 24 * 3_600;

/** The pattern of the books: a key is set before the work, and whoever finds it does nothing. */
export async function installSetNx(app: string): Promise<void> {
  const redis = new Redis(process.env['IDEMPOTENCY_REDIS_URL'] ?? '', { protocol: 2 });
  redis.on('error', (error) => console.error(`${app}: ${error.message}`));
  const prefix = process.env['RESOURCE_PREFIX'] ?? '';

  const once = async (claim: IdempotencyClaim, work: () => Promise<void>) => {
    const key = `${prefix}processed:${claim.consumer}:${claim.key}`;
    const isFirst = await redis.set(key, '1', 'EX', KEEP_SECONDS, 'NX');
    if (isFirst === null) return 'duplicate';
    try {
      await work();
    } catch (error) {
      await redis.del(key);
      throw error;
    }
    return 'done';
  };

  await replaceMethod(
    {
      module: 'libs/idempotency/src/inbox/inbox.store.js',
      className: 'InboxStore',
      method: 'runOnce',
    },
    () => {
      return function (...args) {
        const { database } = this as { readonly database: Database };
        const [claim, work] = args as [IdempotencyClaim, IdempotentWork];
        const run = () => work(claim.signal);
        return once(claim, () =>
          claim.transaction === 'manual' ? run() : database.newTransaction(run),
        );
      };
    },
  );
  await replaceMethod(
    {
      module: 'libs/idempotency/src/lease/leased.store.js',
      className: 'LeasedStore',
      method: 'runOnce',
    },
    () => {
      return function (...args) {
        const [claim, work] = args as [IdempotencyClaim, IdempotentWork];
        return once(claim, () => work(claim.signal));
      };
    },
  );
}
