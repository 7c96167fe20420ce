import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '@app/database';
import { createTestDatabase, startTestContext } from '@app/testing';
import { ledgerDatabase } from '../migrations/ledger-database.js';
import type { AdminTables } from '../migrations/admin-tables.js';
import type { Filter } from './filter.js';
import { listQuery } from './list-query.js';

let context: INestApplicationContext;
let database: Database<AdminTables>;

/** 50,000 open dead letters of everyday, and one of each that is looked for. */
beforeAll(async () => {
  const environment = { DATABASE_URL: await createTestDatabase() };
  context = await startTestContext({ imports: [ledgerDatabase()], environment });
  database = context.get(Database);
  const table = database.table('dead_letters');
  await database.query({
    text: `insert into ${table} (id, is_explained, broker, source, source_kind, consumer, coordinates, type,
        key, correlation_id, reason, error_name, error_message, error_stack, fingerprint, attempts,
        first_failed_at, last_failed_at, headers, dropped_headers, body, search_text)
      select 'letter-' || n, true, case n when 1 then 'sqs' else 'kafka' end,
        case n when 1 then 'rare' else 'orders.events' end, 'stream', case n when 1 then 'rare' else 'task-worker' end, '{}',
        case n when 1 then 'rare.v1' else 'order.placed.v1' end, 'key-' || n, 'story-' || n,
        case n when 1 then 'FORBIDDEN' else 'INVALID_JSON' end, 'Error', 'message', 'stack', case n when 1 then 'rare' else 'f' end, 1,
        now() - n * interval '1 minute', now() - n * interval '1 minute', '[]', '[]', 'x',
        case n when 1 then 'rare words' else 'message' end
      from generate_series(1, 50000) as n`,
  });
  await database.query({
    text: `update ${table} set status = 'discarded' where id = 'letter-1'`,
  });
  await database.query({ text: `analyze ${table}` });
});
afterAll(() => context.close());

async function planOf(filter: Filter): Promise<string> {
  const query = listQuery(database, filter, 51).compile();
  const { rows } = await database.query({
    text: `explain ${query.sql}`,
    values: [...query.parameters],
  });
  return rows.map((row) => String(row['QUERY PLAN'])).join('\n');
}

describe('the list of dead letters', () => {
  it.each<[Filter, string]>([
    [{}, 'seq'],
    [{ status: 'discarded' }, 'status'],
    [{ status: 'open' }, 'seq|status'],
    [{ broker: 'sqs' }, 'broker'],
    [{ source: 'rare' }, 'source'],
    [{ type: 'rare.v1' }, 'type'],
    [{ reason: 'FORBIDDEN' }, 'reason'],
    [{ key: 'key-77' }, 'key'],
    [{ fingerprint: 'rare' }, 'fingerprint'],
    [{ consumer: 'rare' }, 'consumer'],
    [{ correlationId: 'story-77' }, 'correlation_id'],
    [{ q: 'rare words' }, 'words'],
    [{ from: new Date(Date.now() - 120_000).toISOString() }, 'failure|seq'],
    [{ status: 'open', key: 'key-77' }, 'key'],
  ])('with %j is read from an index', async (filter, index) => {
    const plan = await planOf(filter);

    expect(plan).toMatch(new RegExp(`Index Scan.*dead_letters\\w*(${index})`));
    expect(plan).not.toContain('Seq Scan');
  });
});
