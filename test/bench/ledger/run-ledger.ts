import { randomBytes } from 'node:crypto';
import { startTestContext } from '@app/testing';
import { Database } from '@app/database';
import type { Environment } from '@app/messaging';
import { DeadLetterQueries } from '../../../apps/dead-letter-admin/src/listing/dead-letter.queries.js';
import { listQuery } from '../../../apps/dead-letter-admin/src/listing/list-query.js';
import type { AdminTables } from '../../../apps/dead-letter-admin/src/migrations/admin-tables.js';
import { ledgerDatabase } from '../../../apps/dead-letter-admin/src/migrations/ledger-database.js';
import { formatTable } from '../../../tools/stack/format-table.js';
import { ledgerCases, type LedgerCase } from './ledger-cases.js';
import { seedLedger } from './seed-ledger.js';

const PAGE_SIZE = 50;
const WARM_UP = 5;

type Ledger = Database<AdminTables>;

/** Pages of the list in a ledger of its own on the stack's PostgreSQL. @returns the table's lines */
export async function runLedger(
  stack: Environment,
  { rows, pages }: { readonly rows: number; readonly pages: number },
  say: (text: string) => void,
): Promise<string[]> {
  const prefix = `bench${randomBytes(3).toString('hex')}_`;
  const environment = { ...stack, RESOURCE_PREFIX: prefix };
  const context = await startTestContext({ imports: [ledgerDatabase()], environment });
  const database = context.get<Ledger>(Database);
  try {
    await seedLedger(database, rows, (done) => {
      if (done % 100_000 === 0) say(`${done.toLocaleString('en')} rows`);
    });
    const queries = new DeadLetterQueries(database);
    const lines: string[][] = [];
    for (const one of ledgerCases) {
      say(one.name);
      lines.push(await measureCase(one, { database, queries, rows, pages }));
    }
    lines.push(await measureSummary(queries));
    return formatTable(
      ['list by', 'rows', 'p50 ms', 'p99 ms', 'indexes that EXPLAIN names'],
      lines,
    );
  } finally {
    await database.query({ text: `drop schema ${schemaOf(database)} cascade` });
    await context.close();
  }
}

interface Bench {
  readonly database: Ledger;
  readonly queries: DeadLetterQueries;
  readonly rows: number;
  readonly pages: number;
}

async function measureCase(
  { name, page }: LedgerCase,
  { database, queries, rows, pages }: Bench,
): Promise<string[]> {
  const timesMs: number[] = [];
  let found = 0;
  for (let n = -WARM_UP; n < pages; n++) {
    const { filter, cursor } = page(Math.abs(n), rows);
    const startedMs = performance.now();
    const { items } = await queries.list(filter, PAGE_SIZE, cursor);
    if (n < 0) continue;
    timesMs.push(performance.now() - startedMs);
    found += items.length;
  }
  const { filter, cursor } = page(1, rows);
  const indexes = await indexesOf(database, listQuery(database, filter, PAGE_SIZE + 1, cursor));
  return [name, (found / pages).toFixed(0), ...quantiles(timesMs), indexes];
}

/** It reads every row that fits; a person asks for it, and waits. */
async function measureSummary(queries: DeadLetterQueries): Promise<string[]> {
  const timesMs: number[] = [];
  let groups = 0;
  for (let n = 0; n < 10; n++) {
    const startedMs = performance.now();
    groups = (await queries.summary({ status: 'open' })).groups.length;
    timesMs.push(performance.now() - startedMs);
  }
  return ['summary of open ones', String(groups), ...quantiles(timesMs), ''];
}

/** Empty where PostgreSQL reads the whole table. */
async function indexesOf(database: Ledger, query: ReturnType<typeof listQuery>): Promise<string> {
  const { sql, parameters } = query.compile();
  const { rows } = await database.query({ text: `explain ${sql}`, values: [...parameters] });
  const plan = rows.map((row) => String(row['QUERY PLAN'])).join('\n');
  if (plan.includes('Seq Scan')) return 'NONE: Seq Scan';
  const names = [...plan.matchAll(/(?:Index Scan|Index Only Scan)[^\n]*? (?:using|on) (\w+)/g)];
  return [...new Set(names.map(([, name]) => name))].join(', ');
}

function quantiles(timesMs: readonly number[]): [p50: string, p99: string] {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!.toFixed(1);
  return [at(0.5), at(0.99)];
}

function schemaOf(database: Ledger): string {
  return `"${database.schema}"`;
}
