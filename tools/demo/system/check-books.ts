import pg from 'pg';
import { errorText } from '../../shared/error-text.js';
import { ToolError } from '../../shared/tool.error.js';

interface Books {
  readonly databaseUrl: string;
  readonly resourcePrefix: string;
}

/**
 * Whether apps that somebody else runs write to these books: with others, poison would go to a Kafka
 * that isn't theirs, and no charge would be found. A system without an order can't tell.
 * @throws ToolError `APP_FAILED`
 */
export async function checkBooks(api: string, books: Books, signal: AbortSignal): Promise<void> {
  const answer = await fetch(`${api}/orders`, { signal });
  if (!answer.ok) return;
  const [latest] = (await answer.json()) as { orderId: string }[];
  if (latest === undefined || (await has(books, latest.orderId))) return;
  throw new ToolError('APP_FAILED', `An order of ${api} is not in that PostgreSQL. ${remedy}`);
}

async function has({ databaseUrl, resourcePrefix }: Books, orderId: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  try {
    await client.connect();
    const orders = `${pg.escapeIdentifier(`${resourcePrefix}orders`)}.orders`;
    const { rowCount } = await client.query(`select from ${orders} where id = $1`, [orderId]);
    return rowCount === 1;
  } catch (error) {
    const why = `The books of the apps can't be read: ${errorText(error)}.`;
    throw new ToolError('APP_FAILED', `${why} ${remedy}`, { cause: error });
  } finally {
    await client.end();
  }
}

const remedy =
  'Set DATABASE_URL and KAFKA_BROKERS to those that the apps have, as seen from this machine.';
