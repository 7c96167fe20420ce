import type { Pool } from 'pg';
import type { QueryTarget } from './joining.driver.js';
import { Session } from './session.js';
import { toDatabaseError } from './to-database-error.js';

/** A connection for queries outside of any transaction: each of them is its own. */
export async function sessionTarget(pool: Pool): Promise<QueryTarget> {
  try {
    const session = await Session.open(pool);
    return {
      query: async (statement) => {
        try {
          return await session.query(statement);
        } catch (error) {
          throw toDatabaseError(error);
        }
      },
      close: () => session.close(),
    };
  } catch (error) {
    throw toDatabaseError(error);
  }
}
