import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Database, DatabaseClose } from '@app/database';
import { toDeadLetter } from '@app/dlq';
import { aDelivery, createTestDatabase, startTestContext } from '@app/testing';
import { AdminSettingsPort } from '../admin-settings.port.js';
import { adminSettings } from '../admin.settings.js';
import { recordSafely } from '../collector/record-safely.js';
import { toEntry } from '../collector/to-entry.js';
import { DeadLetterQueries } from '../listing/dead-letter.queries.js';
import type { AdminTables } from '../migrations/admin-tables.js';
import { toReplayMessage } from '../replay/to-replay-message.js';
import { anEntry } from '../testing/an-entry.js';
import { ledgerDatabase } from '../migrations/ledger-database.js';
import type { LedgerEntry } from './ledger-entry.js';
import { LedgerRetention } from './ledger.retention.js';
import { Ledger } from './ledger.js';

let context: INestApplicationContext;
let database: Database<AdminTables>;
let ledger: Ledger;
let queries: DeadLetterQueries;

beforeAll(async () => {
  const environment = { DATABASE_URL: await createTestDatabase() };
  context = await startTestContext({ imports: [ledgerDatabase()], environment });
  database = context.get(Database);
  ledger = new Ledger(database);
  queries = new DeadLetterQueries(database);
});
afterAll(() => context.close());
beforeEach(() => database.query({ text: `truncate ${database.table('dead_letters')}` }));

const at = (time: string) => new Date(`2026-01-01T${time}Z`);
const statusIs = (id: string, status: string) =>
  database.query({
    text: `update ${database.table('dead_letters')} set status = $2, status_changed_at = $3 where id = $1`,
    values: [id, status, at('12:00:00')],
  });

const record = (entries: readonly LedgerEntry[]) => ledger.record(entries);

describe('Ledger', () => {
  it('makes one of copies: counts them, and widens the window of failures', async () => {
    const id = randomUUID();
    const entry = (first: string, last: string) =>
      anEntry({ id, first_failed_at: at(first), last_failed_at: at(last) });

    await ledger.record([entry('10:00:00', '10:05:00'), entry('09:00:00', '10:01:00')]);
    await ledger.record([entry('09:30:00', '10:10:00')]);

    expect(await queries.find(id)).toMatchObject({
      copies: 3,
      status: 'open',
      first_failed_at: at('09:00:00'),
      last_failed_at: at('10:10:00'),
    });
  });

  it('keeps what the newest attempt said, in whatever order attempts come', async () => {
    const id = randomUUID();
    const newer = anEntry({ id, last_failed_at: at('11:00:00'), error_message: 'newer' });
    const older = anEntry({ id, last_failed_at: at('10:00:00'), error_message: 'older' });

    await ledger.record([newer]);
    await ledger.record([older]);

    expect(await queries.find(id)).toMatchObject({ error_message: 'newer', copies: 2 });
  });

  it.each([
    ['discarded', '13:00:00', 'open'],
    ['resolved', '13:00:00', 'open'],
    ['failed_again', '13:00:00', 'open'],
    ['discarded', '11:00:00', 'discarded'],
    ['replayed', '13:00:00', 'replayed'],
    ['open', '13:00:00', 'open'],
  ])('one that was %s and failed at %s is %s', async (status, failedAt, becomes) => {
    const id = randomUUID();
    await ledger.record([anEntry({ id, last_failed_at: at('10:00:00') })]);
    await statusIs(id, status);

    await ledger.record([anEntry({ id, last_failed_at: at(failedAt) })]);

    expect(await queries.find(id)).toMatchObject({ status: becomes });
  });

  it('links a failed replay to its ancestor, which was on its way', async () => {
    await ledger.record([anEntry({ id: 'ancestor' }), anEntry({ id: 'other' })]);
    await statusIs('ancestor', 'replayed');

    await ledger.record([anEntry({ id: 'child', ancestor_id: 'ancestor', generation: 1 })]);
    await ledger.record([anEntry({ id: 'forged', ancestor_id: 'other', generation: 1 })]);

    expect(await queries.find('ancestor')).toMatchObject({
      status: 'failed_again',
      successor_id: 'child',
    });
    expect(await queries.find('other')).toMatchObject({ status: 'open', successor_id: null });
  });

  it('takes the same dead letters from several collectors at once', async () => {
    const ids = Array.from({ length: 200 }, () => randomUUID());
    const shuffled = () => ids.toSorted(() => Math.random() - 0.5).map((id) => anEntry({ id }));

    await Promise.all(Array.from({ length: 8 }, () => ledger.record(shuffled())));

    const { rows } = await database.query<{ count: number; copies: number }>({
      text: `select count(*)::int, sum(copies)::int as copies from ${database.table('dead_letters')}`,
    });
    expect(rows).toEqual([{ count: 200, copies: 1_600 }]);
  });

  it('believes no explanation that was there before the broker moved the message', () => {
    const event = { specversion: '1.0', id: 'e', source: '/x', type: 'a.b.v1', data: {} } as const;
    const settlement = { kind: 'dead-letter', reason: 'FORBIDDEN', error: new Error() } as const;
    const { headers } = toDeadLetter(aDelivery(event), settlement, new Date());
    const movedByBroker = { because: 'expired', at: new Date() };
    const delivery = aDelivery(event, { headers, movedByBroker });
    const of = { broker: 'rabbitmq', name: 'payments', kind: 'queue' } as const;

    expect(toEntry(delivery, of, new Date())).toMatchObject({
      reason: 'EXPIRED',
      is_explained: false,
    });
  });

  it('takes any bytes, and any text, of anyone', async () => {
    const delivery = {
      body: Buffer.from([0, 255, 254, 0x7b, 0]),
      headers: new Map<string, string | Buffer>([
        ['nul', 'a\0b'],
        ['half', '\ud83d'],
        ['bytes', Buffer.from([0, 255])],
        ['dead-letter', 'not ours\0'],
        ['traceparent', '\0'],
      ]),
      key: `\0${'k'.repeat(10_000)}`,
      source: {
        broker: 'kafka',
        name: 'x.dlq',
        kind: 'stream',
        consumer: 'dead-letter-admin',
        coordinates: { partition: 0, offset: '1', 'nul\0': '\0\ud83d' },
      },
      attempt: 1,
      mayHaveStarted: false,
      signal: new AbortController().signal,
    } as const;
    const of = { broker: 'kafka', name: 'x', kind: 'stream' } as const;
    const entry = toEntry(delivery, of, new Date());

    await ledger.record([entry]);

    const row = await queries.find(entry.id);
    expect(row).toMatchObject({ reason: 'UNEXPLAINED', is_explained: false });
    expect(row!.body).toEqual(delivery.body);
    expect(row!.headers).toEqual([
      ['nul', { base64: 'YQBi' }],
      ['half', { base64: '77+9' }],
      ['bytes', { base64: 'AP8=' }],
      ['dead-letter', { base64: Buffer.from('not ours\0').toString('base64') }],
      ['traceparent', { base64: 'AA==' }],
    ]);
    expect(toReplayMessage(row!, { of: entry.id, number: 1 }).key).toBe(delivery.key);
  });

  it('keeps the bytes of one that the database refuses, and the others whole', async () => {
    const bad: LedgerEntry = anEntry({
      id: 'bad',
      error_message: 'a\0b',
      ancestor_id: 'a\0b',
      generation: 3_000_000_000,
      body: Buffer.from('x'),
    });

    await recordSafely([anEntry({ id: 'good-1' }), bad, anEntry({ id: 'good-2' })], record);

    expect(await queries.find('bad')).toMatchObject({
      reason: 'UNREADABLE',
      body: Buffer.from('x'),
    });
    expect((await queries.summary({})).groups.map(({ count }) => count).sort()).toEqual([1, 2]);
  });

  it('forgets what was settled long ago, never what is open or on its way', async () => {
    const all = ['open', 'replaying', 'replayed', 'resolved', 'failed_again', 'discarded'];
    await ledger.record([...all, 'young'].map((id) => anEntry({ id })));
    for (const status of all) await statusIs(status, status);
    const settings = adminSettings.parse({ ADMIN_TOKEN: 'x'.repeat(16) });
    const retention = new LedgerRetention(
      database as Database,
      new AdminSettingsPort(settings),
      context.get(DatabaseClose),
    );

    expect(await retention.purge()).toBe(3);

    const { items } = await queries.list({}, 100);
    expect(items.map(({ id }) => id).sort()).toEqual(['open', 'replayed', 'replaying', 'young']);
  });
});
