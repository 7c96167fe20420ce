import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Database } from '@app/database';
import { DeadLetterResolved, encodeEvent, EventCatalogue, systemEvents } from '@app/events';
import { anEvent, createTestDatabase, startSystem, until, type RunningSystem } from '@app/testing';
import { deadLetterOutcomes, eventRoutes } from '@app/topology';
import { deadLetterAdmin } from '../../apps/dead-letter-admin/src/dead-letter-admin.app.js';
import { declareTopology } from '../../tools/one-process/declare-topology.js';
import { AdminApi } from '../e2e/admin-api.js';

const ADMIN_TOKEN = 'token-of-an-operator';
const ADMIN_VIEWER_TOKEN = 'token-of-a-viewer';

let system: RunningSystem;
let admin: AdminApi;
let database: Database;

/** The admin app alone: nobody reads what it replays. */
beforeAll(async () => {
  system = await startSystem({
    apps: [deadLetterAdmin],
    catalogue: new EventCatalogue(systemEvents),
    routes: eventRoutes,
    declare: declareTopology,
    environment: { DATABASE_URL: await createTestDatabase(), ADMIN_TOKEN, ADMIN_VIEWER_TOKEN },
  });
  const app = system.app('dead-letter-admin');
  admin = new AdminApi(await app.getUrl(), ADMIN_TOKEN);
  database = app.get<Database>(Database, { strict: false });
});
afterAll(() => system.stop());
beforeEach(async () => {
  const tables = ['dead_letters', 'replays', 'replay_items', 'audit'].map((it) =>
    database.table(it),
  );
  const emptied = () => database.query({ text: `truncate ${tables.join(', ')}` });
  await until(emptied, { what: 'the running replays to leave their tables alone' });
});

/** Dead letters that nobody explained. @returns their ids, oldest first */
async function given(count: number, channel = 'payments.dlq'): Promise<string[]> {
  for (let n = 0; n < count; n++) {
    const body = Buffer.from(`{"n":${n},"id":"${randomUUID()}"}`);
    system.broker.append(channel, { body, headers: new Map(), key: `k-${n}` });
  }
  const letters = await admin.collected({}, count);
  return letters.map(({ id }) => id).toReversed();
}

async function problemOf(response: Response): Promise<object> {
  return { status: response.status, ...((await response.json()) as object) };
}

const setStatus = (id: string, values: Record<string, string | number>) =>
  database.query({
    text: `update ${database.table('dead_letters')} set ${Object.keys(values)
      .map((column, n) => `${column} = $${n + 2}`)
      .join(', ')} where id = $1`,
    values: [id, ...Object.values(values)],
  });

/** What a consumer says that has handled the replay of a dead letter; one after the other. */
const isResolved = (deadLetterId: string, replay: number) => {
  const told = encodeEvent(anEvent(DeadLetterResolved, { deadLetterId, replay, consumer: 'test' }));
  system.broker.append(deadLetterOutcomes.name, { ...told, key: 'outcomes' });
};

describe('the admin API', () => {
  it.each([
    ['no token', ''],
    ['a wrong one', 'Bearer wrong'],
    ['another scheme', `Basic ${ADMIN_TOKEN}`],
    ['two words', `Bearer ${ADMIN_TOKEN} x`],
  ])('answers 401 to %s', async (_, authorization) => {
    const url = `${await system.app('dead-letter-admin').getUrl()}/dead-letters`;

    const response = await fetch(url, { headers: { authorization } });

    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await problemOf(response)).toMatchObject({ status: 401, code: 'UNAUTHORIZED' });
  });

  it.each([
    ['an operator', ADMIN_TOKEN, 'operator'],
    ['a viewer', ADMIN_VIEWER_TOKEN, 'viewer'],
  ])('tells %s what the token is good for', async (_, token, role) => {
    const response = await admin.call('GET', '/session', undefined, token);

    expect(await response.json()).toEqual({ role });
  });

  describe('guards the task board', () => {
    let url: string;
    let pass: string;

    beforeAll(async () => {
      url = `${await system.app('dead-letter-admin').getUrl()}/queues`;
      const response = await admin.call('POST', '/session');
      pass = response.headers.get('set-cookie')!.split(';')[0]!;
    });

    const ask = async (headers: Record<string, string>, path = '') =>
      (await fetch(url + path, { headers })).status;

    it.each(['', '/', '/api/queues', '/static/js/main.js'])('at %j', async (path) => {
      expect(await ask({}, path)).toBe(401);
      expect(await ask({ cookie: 'queues-pass=operator.9999999999.AAAA' }, path)).toBe(401);
      expect(await ask({ authorization: `Bearer ${ADMIN_TOKEN}` }, path)).toBe(401);
    });

    it('against other pages of the same host', async () => {
      expect(await ask({ cookie: pass, 'sec-fetch-site': 'same-site' })).toBe(403);
      expect(await ask({ cookie: pass, 'sec-fetch-site': 'cross-site' })).toBe(403);
    });

    it('and says that there is none without BullMQ', async () => {
      expect(await ask({ cookie: pass, 'sec-fetch-site': 'same-origin' })).toBe(404);
    });

    it('giving no pass without a token', async () => {
      const response = await admin.call('POST', '/session', undefined, 'no-token-of-anybody');

      expect(response.status).toBe(401);
      expect(response.headers.get('set-cookie')).toBeNull();
    });
  });

  it('gives the files of the console to anyone, who may run no other script', async () => {
    const url = await system.app('dead-letter-admin').getUrl();

    const page = await fetch(url);

    const files = [...(await page.text()).matchAll(/(?:href|src)="(\/console\/[^"]+)"/g)];
    expect(files).toHaveLength(3);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    for (const [, file] of files) expect((await fetch(`${url}${file}`)).status).toBe(200);
    for (const file of ['/console/..%2fconsole.controller.js', '/console/nothing.js']) {
      expect((await fetch(url + file)).status).toBe(404);
    }
  });

  it.each([
    ['POST', '/dead-letters/replays', { all: true }],
    ['POST', '/dead-letters/discards', { all: true, reason: 'no use' }],
    ['DELETE', '/dead-letters/replays/1', undefined],
  ])('forbids viewers to %s %s', async (method, path, body) => {
    const response = await admin.call(method, path, body, ADMIN_VIEWER_TOKEN);

    expect(await problemOf(response)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect((await admin.call('GET', '/dead-letters', undefined, ADMIN_VIEWER_TOKEN)).ok).toBe(true);
  });

  it.each([
    ['/dead-letters/replays', {}],
    ['/dead-letters/discards', { reason: 'no use' }],
  ])('lets viewers see by a dry run what %s would do', async (path, rest) => {
    await given(1);
    const request = { ...rest, all: true, dryRun: true };

    const response = await admin.call('POST', path, request, ADMIN_VIEWER_TOKEN);

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ dryRun: true });
    expect(await admin.list({ status: 'open' })).toHaveLength(1);
  });

  it.each([
    ['/dead-letters?colour=red', 'colour'],
    ['/dead-letters?status=lost', 'status'],
    ['/dead-letters?limit=0', 'limit'],
    ['/dead-letters?from=yesterday', 'from'],
    ['/dead-letters?cursor=abc', 'cursor'],
    ['/dead-letters?key=%00', 'key'],
    ['/dead-letters/summary?reason=NONE', 'reason'],
    ['/dead-letters/audit?limit=501', 'limit'],
    ['/dead-letters/audit?cursor=abc', 'cursor'],
  ])('answers 400 to %s, naming %s', async (path, field) => {
    const problem = await problemOf(await admin.call('GET', path));

    expect(problem).toMatchObject({ status: 400, errors: [expect.objectContaining({ field })] });
  });

  it.each([
    [
      'status=any',
      'takes one of open, replaying, replayed, resolved, failed_again, discarded, all',
    ],
    ['limit=100000', 'takes a whole number from 1 to 500'],
    ['limit=many', 'takes a whole number from 1 to 500'],
    ['from=yesterday', 'takes a time like 2026-11-22T03:00:00Z'],
  ])('says of %s that it %s', async (query, message) => {
    const problem = await problemOf(await admin.call('GET', `/dead-letters?${query}`));

    expect(problem).toMatchObject({ status: 400, errors: [{ message }] });
  });

  it('lists and groups those of all statuses', async () => {
    const [id] = await given(3);
    await setStatus(id!, { status: 'discarded' });

    expect(await admin.list({ status: 'all' })).toHaveLength(3);
    const { groups } = await admin.json<{ groups: object[] }>(
      'GET',
      '/dead-letters/summary?status=all',
    );
    expect(groups).toMatchObject([{ count: 3 }]);
  });

  it.each([
    [{ filter: { colour: 'red' } }, 'filter.colour'],
    [{}, 'ids'],
    [{ ids: ['a'], filter: { key: 'k' } }, 'ids'],
    [{ filter: {} }, 'filter'],
    [{ filter: { key: 'k' }, all: true }, 'ids'],
    [{ ids: [] }, 'ids'],
    [{ ids: ['\0'] }, 'ids.0'],
    [{ filter: { key: '\ud800' } }, 'filter.key'],
    [{ all: true, ratePerSecond: 0 }, 'ratePerSecond'],
    [{ all: true, stopAfterFailures: 0 }, 'stopAfterFailures'],
  ])('answers 400 to a replay of %j, naming %s', async (request, field) => {
    const problem = await problemOf(await admin.call('POST', '/dead-letters/replays', request));

    expect(problem).toMatchObject({ status: 400, errors: [expect.objectContaining({ field })] });
  });

  it.each(['replays', 'discards'])(
    'answers 400 to %s of a filter that names nothing',
    async (what) => {
      await given(1);
      const path = `/dead-letters/${what}`;
      const reason = what === 'discards' ? { reason: 'no use' } : {};

      const problem = await problemOf(await admin.call('POST', path, { filter: {}, ...reason }));

      const message = expect.stringContaining('"all": true');
      expect(problem).toMatchObject({ status: 400, errors: [{ field: 'filter', message }] });
      const meant = await admin.call('POST', path, { filter: {}, all: true, ...reason });
      expect(meant.ok).toBe(true);
      expect(await admin.list({ status: 'open' })).toEqual([]);
    },
  );

  it.each([
    '/dead-letters/nobody',
    '/dead-letters/nobody/body',
    '/dead-letters/replays/7',
    '/dead-letters/replays/x',
  ])('answers 404 to %s', async (path) => {
    expect(await problemOf(await admin.call('GET', path))).toMatchObject({ status: 404 });
  });

  it('says how many ids begin so, where one was meant', async () => {
    const [first, second] = await given(2);
    await setStatus(first!, { id: `abcd${'0'.repeat(28)}` });
    await setStatus(second!, { id: `abcd${'1'.repeat(28)}` });

    for (const [method, path, body] of [
      ['GET', '/dead-letters/abcd'],
      ['POST', '/dead-letters/replays', { ids: ['abcd'] }],
      ['POST', '/dead-letters/discards', { ids: ['abcd'], reason: 'no use' }],
    ] as const) {
      expect(await problemOf(await admin.call(method, path, body))).toMatchObject({
        status: 400,
        code: 'AMBIGUOUS_ID',
        detail: 'abcd is the beginning of 2 ids: give more of it.',
      });
    }
    const found = await admin.json('GET', '/dead-letters/abcd1');
    expect(found).toMatchObject({ id: `abcd${'1'.repeat(28)}` });
    expect((await admin.call('GET', '/dead-letters/abc')).status).toBe(404);
  });

  it('lists pages that do not shift when more dead letters come', async () => {
    const ids = await given(5);
    type Page = { items: { id: string }[]; nextCursor?: string };
    const first = await admin.json<Page>('GET', '/dead-letters?limit=2');
    await given(6);

    const second = await admin.json<Page>(
      'GET',
      `/dead-letters?limit=3&cursor=${first.nextCursor}`,
    );

    const seen = [...first.items, ...second.items].map(({ id }) => id);
    expect(seen).toEqual(ids.toReversed());
    expect(second.nextCursor).toBeUndefined();
  });

  it('gives the audit in pages as it does the list, the latest first', async () => {
    const ids = await given(3);
    for (const id of ids) {
      await admin.call('POST', '/dead-letters/discards', { ids: [id], reason: 'no use' });
    }
    type Page = { items: { selection: { ids: string[] } }[]; nextCursor?: string };
    const first = await admin.json<Page>('GET', '/dead-letters/audit?limit=2');
    await admin.replay({ ids: [ids[0]], force: true });

    const second = await admin.json<Page>(
      'GET',
      `/dead-letters/audit?limit=2&cursor=${first.nextCursor}`,
    );

    const seen = [...first.items, ...second.items].flatMap(({ selection }) => selection.ids);
    expect(seen).toEqual(ids.toReversed());
    expect(second.nextCursor).toBeUndefined();
  });

  it('finds words of the body, and groups failures of one cause', async () => {
    await given(3);
    await given(5, 'tasks.dlq');
    await admin.collected({ source: 'tasks' }, 5);
    system.broker.append('audit.dlq', {
      body: Buffer.from('{"customer":"Zaphod"}'),
      headers: new Map(),
      key: 'k',
    });
    await admin.collected({ source: 'audit' }, 1);

    expect(await admin.list({ q: 'zaphod' })).toHaveLength(1);
    const { groups } = await admin.json<{ groups: { source: string; count: number }[] }>(
      'GET',
      '/dead-letters/summary?status=open',
    );
    expect(groups.map(({ source, count }) => `${count} ${source}`)).toEqual([
      '5 tasks',
      '3 payments',
      '1 audit',
    ]);
  });

  it('describes itself', async () => {
    const document = await admin.json<{ openapi: string; paths: object }>('GET', '/openapi.json');

    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/dead-letters/replays');
  });
});

const sentTo = (channel: string) => system.broker.storedIn(channel);

describe('a replay', () => {
  it('of a dry run says what would be sent where, and does nothing', async () => {
    await given(3);

    const plan = await admin.replay({ filter: { source: 'payments' }, dryRun: true });

    expect(plan).toMatchObject({
      dryRun: true,
      total: 3,
      destinations: [{ broker: 'rabbitmq', name: 'payments', count: 3 }],
    });
    expect(await admin.list({ status: 'open' })).toHaveLength(3);
  });

  it('sends bytes and key as they were, and says whose replay it is', async () => {
    const [id] = await given(1);
    const before = sentTo('payments').length;

    await admin.replay({ ids: [id] });

    await until(() => sentTo('payments').length === before + 1);
    const message = sentTo('payments').at(-1)!;
    expect(message.body.toString()).toMatch(/^\{"n":0,/);
    expect([...message.headers]).toEqual([
      ['replay-of', id],
      ['replay-number', '1'],
    ]);
    await admin.becomes(id!, 'replayed');
  });

  it('that is cancelled leaves what it was forced to take as it was', async () => {
    const ids = await given(2);
    await admin.call('POST', '/dead-letters/discards', { ids: [ids[1]], reason: 'test data' });

    const { id } = await admin.replay({ ids, force: true, ratePerSecond: 0.01 });
    await until(async () => (await admin.replayState(id)).sent === 1);
    await admin.call('DELETE', `/dead-letters/replays/${id}`);

    expect(await admin.becomes(ids[1]!, 'discarded')).toMatchObject({ status: 'discarded' });
  });

  it('does not send again what an earlier one has resolved meanwhile', async () => {
    const [first, second] = await given(2);
    await admin.replay({ ids: [second] });
    await admin.becomes(second!, 'replayed');
    const before = sentTo('payments').length;

    const slow = { ids: [first, second], force: true, ratePerSecond: 2 };
    const { id } = await admin.replay(slow);
    await until(() => sentTo('payments').length === before + 1);
    isResolved(second!, 1);

    await until(async () => (await admin.replayState(id)).status === 'finished');
    expect(await admin.replayState(id)).toMatchObject({ sent: 1, released: 1 });
    await admin.becomes(second!, 'resolved');
  });

  it('is not ended by the outcome of an earlier one that is told again', async () => {
    const [id, other] = await given(2);
    await admin.replay({ ids: [id, other] });
    await admin.becomes(other!, 'replayed');
    isResolved(id!, 1);
    await admin.becomes(id!, 'resolved');
    await setStatus(id!, { status: 'open' });
    await admin.replay({ ids: [id] });
    await admin.becomes(id!, 'replayed');

    isResolved(id!, 1);
    isResolved(other!, 1);
    await admin.becomes(other!, 'resolved');

    expect(await admin.list({ status: 'replayed' })).toMatchObject([{ id }]);
  });

  it('of the same ids by two people at once is one', async () => {
    const ids = await given(5);

    const answers = await Promise.all(
      Array.from({ length: 4 }, () => admin.call('POST', '/dead-letters/replays', { ids })),
    );

    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409, 409, 409]);
  });

  it('keeps to its rate, and gives back what it has not sent when it is cancelled', async () => {
    await given(30);

    const { id } = await admin.replay({ filter: { source: 'payments' }, ratePerSecond: 5 });
    await until(async () => (await admin.replayState(id)).sent >= 2);
    const cancelled = await admin.json<{ status: string; sent: number; released: number }>(
      'DELETE',
      `/dead-letters/replays/${id}`,
    );

    expect(cancelled.status).toBe('cancelled');
    expect(cancelled.sent).toBeLessThan(20);
    expect(cancelled.released).toBe(30 - cancelled.sent);
    expect(await admin.list({ status: 'open' })).toHaveLength(cancelled.released);
  });

  it('has no more under way than may still fail, and stops when as many have failed', async () => {
    await given(50);
    const { id } = await admin.replay({ filter: { source: 'payments' }, stopAfterFailures: 5 });
    await until(async () => (await admin.replayState(id)).sent === 5);
    const replayed = await admin.list({ status: 'replayed' });
    expect(replayed).toHaveLength(5);

    for (const { id: of } of replayed) {
      const headers = new Map([
        ['replay-of', of],
        ['replay-number', '1'],
      ]);
      system.broker.append('payments.dlq', { body: Buffer.from('{}'), headers, key: 'k' });
    }

    await until(async () => (await admin.replayState(id)).status !== 'running', {
      timeoutMs: 10_000,
    });
    expect(await admin.replayState(id)).toMatchObject({
      status: 'stopped',
      sent: 5,
      failedAgain: 5,
      released: 45,
      endedBecause: '5 of its messages failed again.',
    });
  });

  it('takes a dead letter that no other replay has', async () => {
    const [id] = await given(1);
    await setStatus(id!, { status: 'replaying' });

    const problem = await problemOf(
      await admin.call('POST', '/dead-letters/replays', { ids: [id] }),
    );

    expect(problem).toMatchObject({ status: 409, code: 'WRONG_STATUS' });
    expect(await admin.replay({ filter: { source: 'payments' } })).toMatchObject({ total: 0 });
  });

  it('of what was replayed too often needs force', async () => {
    const [id] = await given(1);
    await setStatus(id!, { generation: 5 });

    const refused = await admin.call('POST', '/dead-letters/replays', { ids: [id] });

    expect(await problemOf(refused)).toMatchObject({ status: 409, code: 'REPLAYED_TOO_OFTEN' });
    expect(await admin.replay({ ids: [id], force: true })).toMatchObject({ total: 1 });
  });

  it('of a filter skips what can not be replayed, and says why', async () => {
    const [lost, worn, first, second] = await given(4);
    await setStatus(lost!, { source: 'refunds' });
    await setStatus(worn!, { generation: 5 });
    const skipped = [
      expect.objectContaining({ reason: 'REPLAYED_TOO_OFTEN', source: 'payments', count: 1 }),
      expect.objectContaining({ reason: 'NO_WAY_BACK', source: 'refunds', count: 1 }),
    ];

    const plan = await admin.replay({ all: true, dryRun: true });
    expect(plan).toMatchObject({ total: 2, destinations: [{ count: 2 }], skipped });
    expect(await admin.replay({ all: true, limit: 1 })).toMatchObject({ total: 1, skipped });

    await admin.becomes(first!, 'replayed');
    expect(await admin.list({ status: 'open' })).toMatchObject([
      { id: second },
      { id: worn },
      { id: lost },
    ]);
    expect(await admin.replay({ all: true, force: true })).toMatchObject({
      skipped: [skipped[1]],
    });
  });

  it('is another message to the broker when it is repeated by force', async () => {
    const [id] = await given(1);
    await admin.replay({ ids: [id] });
    await admin.becomes(id!, 'replayed');

    await admin.replay({ ids: [id], force: true });

    await until(() => sentTo('payments').at(-1)?.headers.get('replay-number') === '2');
    expect(sentTo('payments').at(-1)?.headers.get('replay-of')).toBe(id);
  });

  it.each([
    ['of a queue that is no more', { source: 'refunds' }, /declare the channel in libs\/topology/],
    [
      'of a stream whose consumer nobody knows',
      { broker: 'kafka', source: 'orders.events' },
      /Nobody knows which consumer of kafka orders\.events failed/,
    ],
  ])('%s is refused, with the remedy', async (_, where, remedy) => {
    const [id] = await given(1);
    await setStatus(id!, where);

    const problem = await problemOf(
      await admin.call('POST', '/dead-letters/replays', { ids: [id] }),
    );

    expect(problem).toMatchObject({
      status: 409,
      code: 'NO_WAY_BACK',
      detail: expect.stringMatching(remedy),
    });
    expect(await admin.list({ status: 'open' })).toHaveLength(1);
  });
});

describe('a discard', () => {
  it.each([{}, { reason: '  no  ' }])('needs a reason, not %j', async (reason) => {
    const [id] = await given(1);

    const problem = await problemOf(
      await admin.call('POST', '/dead-letters/discards', { ids: [id], ...reason }),
    );

    expect(problem).toMatchObject({
      status: 400,
      errors: [{ field: 'reason', message: 'takes 3 to 1000 characters' }],
    });
  });

  it('knows the letters of every name', async () => {
    const [id] = await given(1);
    const name = Buffer.from('Ada Łovelace').toString('latin1');
    const url = await system.app('dead-letter-admin').getUrl();

    await fetch(`${url}/dead-letters/discards`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ADMIN_TOKEN}`,
        'content-type': 'application/json',
        'x-operator': name,
      },
      body: JSON.stringify({ ids: [id], reason: 'no use' }),
    });

    expect(await admin.list({ status: 'discarded' })).toEqual([
      expect.objectContaining({ note: 'operator Ada Łovelace: no use' }),
    ]);
  });

  it('refuses a name that is too long to be noted', async () => {
    const url = `${await system.app('dead-letter-admin').getUrl()}/session`;
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'x-operator': 'a'.repeat(101) };

    expect(await problemOf(await fetch(url, { headers }))).toMatchObject({
      status: 400,
      errors: [{ field: 'X-Operator', message: 'takes up to 100 characters' }],
    });
  });

  it('is noted with who and why', async () => {
    await given(3);
    const reason = 'test data of last week';

    const response = await fetch(
      `${await system.app('dead-letter-admin').getUrl()}/dead-letters/discards`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${ADMIN_TOKEN}`,
          'content-type': 'application/json',
          'x-operator': 'Ada <script>',
        },
        body: JSON.stringify({ filter: { source: 'payments' }, limit: 2, reason }),
      },
    );

    expect(await response.json()).toEqual({ discarded: 2, dryRun: false });
    expect(await admin.list({ status: 'discarded' })).toEqual([
      expect.objectContaining({ note: `operator Ada <script>: ${reason}` }),
      expect.objectContaining({ note: `operator Ada <script>: ${reason}` }),
    ]);
    const { items } = await admin.json<{ items: object[] }>('GET', '/dead-letters/audit');
    expect(items).toEqual([
      expect.objectContaining({
        by: 'operator Ada <script>',
        action: 'discard',
        selection: { filter: { source: 'payments' }, limit: 2, reason },
        result: { discarded: 2 },
      }),
    ]);
  });
});
