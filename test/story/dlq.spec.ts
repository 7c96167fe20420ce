import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '@app/database';
import { EventCatalogue, systemEvents } from '@app/events';
import { createTestDatabase, startSystem, until, type RunningSystem } from '@app/testing';
import { eventRoutes } from '@app/topology';
import { deadLetterAdmin } from '../../apps/dead-letter-admin/src/dead-letter-admin.app.js';
import { declareTopology } from '../../tools/one-process/declare-topology.js';
import { AdminApi } from '../e2e/admin-api.js';
import { dlq, type DlqRun } from './dlq-terminal.js';

const ADMIN_TOKEN = 'token-of-an-operator';
const ADMIN_VIEWER_TOKEN = 'token-of-a-viewer';

let system: RunningSystem;
let admin: AdminApi;
let environment: Record<string, string>;
let databaseUrl: string;

/** The admin app alone: nobody reads what it replays. */
beforeAll(async () => {
  databaseUrl = await createTestDatabase();
  system = await startSystem({
    apps: [deadLetterAdmin],
    catalogue: new EventCatalogue(systemEvents),
    routes: eventRoutes,
    declare: declareTopology,
    environment: { DATABASE_URL: databaseUrl, ADMIN_TOKEN, ADMIN_VIEWER_TOKEN },
  });
  const url = await system.app('dead-letter-admin').getUrl();
  admin = new AdminApi(url, ADMIN_TOKEN);
  environment = { DLQ_URL: url, ADMIN_TOKEN, DLQ_OPERATOR: 'ada' };
});
afterAll(() => system.stop());
beforeEach(async () => {
  const database = system.app('dead-letter-admin').get<Database>(Database, { strict: false });
  const tables = ['dead_letters', 'replays', 'replay_items', 'audit'].map((it) =>
    database.table(it),
  );
  const emptied = () => database.query({ text: `truncate ${tables.join(', ')}` });
  await until(emptied, { what: 'the running replays to leave their tables alone' });
});

const run = (args: readonly string[], answer?: Parameters<typeof dlq>[2]): Promise<DlqRun> =>
  dlq(environment, args, answer);

const runAs = (other: Record<string, string>, ...args: string[]): Promise<DlqRun> =>
  dlq({ ...environment, ...other }, args);

const outbox = (...args: string[]): Promise<DlqRun> =>
  dlq({ ...environment, DATABASE_URL: databaseUrl }, ['outbox', ...args], 'y');

/** Dead letters that nobody explained. @returns their ids, oldest first */
async function given(count: number, body = () => `{"id":"${randomUUID()}"}`): Promise<string[]> {
  for (let n = 0; n < count; n++) {
    const message = { body: Buffer.from(body()), headers: new Map(), key: `k-${n}` };
    system.broker.append('payments.dlq', message);
  }
  return (await admin.collected({}, count)).map(({ id }) => id).toReversed();
}

/** Somebody who says yes after one more message has failed. */
const yesAfterOneMore = async () => {
  system.broker.append('payments.dlq', { body: Buffer.from('{}'), headers: new Map(), key: 'k' });
  await admin.collected({}, 3);
  return 'y';
};

const statuses = async () => (await admin.list()).map(({ status }) => status);

describe('npm run dlq', () => {
  it('shows a line for each cause, and one for each dead letter', async () => {
    const ids = await given(3);

    expect((await run(['summary'])).out).toMatch(/^3 +\d+s +\S+ payments +- +UNEXPLAINED/m);
    const { out, exitCode } = await run(['ls', '--source', 'payments', '--limit', '2']);
    expect(exitCode).toBe(0);
    expect(out.split('\n')).toHaveLength(3);
    expect(out).toContain(ids[2]);
    expect(out.split('\n').every((line) => line.length <= 120)).toBe(true);
  });

  it('shows on a narrow terminal what can be copied, and takes it', async () => {
    const [id] = await given(2);
    const narrow = (...args: string[]) => dlq(environment, args, undefined, 80);
    const [letter] = await admin.list();

    const [summary, list] = [await narrow('summary'), await narrow('ls')];
    expect(summary.out).toContain(letter!.fingerprint);
    const lines = `${summary.out}\n${list.out}`.split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    const short = /^[0-9a-f]+/.exec(list.out.split('\n')[2]!)![0];
    expect(id).toMatch(new RegExp(`^${short}.`));
    expect((await narrow('show', short, '--body')).exitCode).toBe(0);
    await run(['discard', short, '--why', 'test data', '--yes']);
    expect(await admin.list({ status: 'discarded' })).toMatchObject([{ id }]);
    expect((await run(['replay', short, '--force', '--yes', '--wait', '0'])).exitCode).toBe(1);
    await admin.becomes(id!, 'replayed');
    const wide = await dlq(environment, ['ls', '--status', 'all'], undefined, Infinity);
    expect(wide.out).toContain(id);
  });

  it('reads as many pages as it takes', async () => {
    const ids = await given(7);
    const { out } = await run(['list', '--limit', '7', '--json']);

    const { items } = JSON.parse(out) as { items: { id: string }[] };
    expect(items.map(({ id }) => id)).toEqual(ids.toReversed());
  });

  it('shows one whole without obeying it, or its bytes and no more', async () => {
    const hostile = '{"a":"\x1b[2J"}';
    const [id] = await given(1, () => hostile);

    const { out } = await run(['show', id!]);
    expect(out).toContain('\\x1b[2J');
    expect(out).not.toContain('\x1b');
    expect(out).toContain(id);
    // Nobody explained it, so it has none.
    expect(out).not.toContain('stack');
    expect((await run(['show', id!, '--body'])).out).toBe(hostile);
  });

  it('sends nothing until somebody says yes', async () => {
    await given(3);

    const refused = await run(['replay', '--all'], 'n');
    expect(refused).toMatchObject({ exitCode: 4, questions: ['Replay 3 messages? [y/N] '] });
    expect(refused.said).toMatch(/^3 +\S+ payments/m);
    const unasked = await run(['replay', '--all']);
    expect(unasked).toMatchObject({ exitCode: 4, said: expect.stringContaining('--yes') });
    expect((await run(['replay', '--all', '--dry-run'])).exitCode).toBe(0);
    expect(await statuses()).toEqual(['open', 'open', 'open']);
  });

  it('replays what was meant, and says what has no outcome', async () => {
    await given(3);

    const args = ['replay', '--source', 'payments', '--limit', '2', '--rate', '100'];
    const replayed = await run([...args, '--wait', '0'], 'y');

    expect(replayed.exitCode).toBe(1);
    expect(replayed.out).toMatch(/^replay \d+ finished: .*2 without an outcome yet, of 2$/m);
    expect((await statuses()).toSorted()).toEqual(['open', 'replayed', 'replayed']);
    const audit = await run(['audit']);
    expect(audit.out).toMatch(/operator ada +replay/);
  });

  it('exits 0 once every message is handled', async () => {
    const [id] = await given(1);
    const replaying = run(['replay', id!, '--yes', '--json']);
    await admin.becomes(id!, 'replayed');
    const database = system.app('dead-letter-admin').get<Database>(Database, { strict: false });
    await database.query({
      text: `update ${database.table('replay_items')} set state = 'resolved'`,
    });

    const { exitCode, out, questions } = await replaying;

    expect({ exitCode, questions }).toEqual({ exitCode: 0, questions: [] });
    expect(JSON.parse(out)).toMatchObject({ status: 'finished', resolved: 1, total: 1 });
  });

  it('says what it skips and why, and that not all was sent', async () => {
    const [lost, id] = await given(2);
    const database = system.app('dead-letter-admin').get<Database>(Database, { strict: false });
    const text = `update ${database.table('dead_letters')} set source = 'refunds' where id = $1`;
    await database.query({ text, values: [lost] });

    const planned = await run(['replay', '--all', '--dry-run']);
    expect(planned.exitCode).toBe(0);
    expect(planned.said).toMatch(/^1 +\S+ payments/m);
    expect(planned.said).toMatch(/^skipped: 1 of \S+ refunds.*: NO_WAY_BACK, /m);
    const replayed = await run(['replay', '--all', '--yes', '--wait', '0', '--json']);
    expect(replayed.exitCode).toBe(1);
    expect(JSON.parse(replayed.out)).toMatchObject({ total: 1, skipped: [{ count: 1 }] });
    await admin.becomes(id!, 'replayed');
    const rest = await run(['replay', '--all', '--yes']);
    expect(rest).toMatchObject({ exitCode: 1, said: expect.stringContaining('NO_WAY_BACK') });
  });

  it('stops a replay that somebody else has started', async () => {
    await given(20);
    const { id } = await admin.replay({ all: true, ratePerSecond: 1 });

    expect((await run(['stop', id])).out).toMatch(/^replay \d+ cancelled: .* open again$/);
    expect((await run(['progress', id, '--wait', '0'])).exitCode).toBe(1);
  });

  it('discards for a reason', async () => {
    const [id] = await given(2);

    expect(await run(['discard', id!])).toMatchObject({ exitCode: 2 });
    const discarded = await run(['discard', id!, '--why', 'test data'], 'yes');

    expect(discarded).toMatchObject({ exitCode: 0, out: 'discarded: 1' });
    expect((await statuses()).toSorted()).toEqual(['discarded', 'open']);
  });

  it('shows as much of the audit as it is asked for, and says that there is more', async () => {
    const ids = await given(3);
    for (const id of ids) await run(['discard', id, '--why', 'test data', '--yes']);

    const latest = await run(['audit', '--limit', '2']);

    expect(latest.out.split('\n')).toHaveLength(3);
    expect(latest.out).not.toContain(ids[0]);
    expect(latest.said).toBe('There are more: --limit 4');
    expect((await run(['audit'])).said).toBe('');
  });

  it.each([
    ['discard', ['--why', 'test data'], 'discarded'],
    ['replay', ['--wait', '0'], 'replayed'],
  ])('%s does it to no more than it has shown', async (command, options, status) => {
    await given(2);

    const { questions } = await run([command, '--all', ...options], yesAfterOneMore);

    expect(questions).toEqual([expect.stringMatching(/ 2 /)]);
    await until(
      async () =>
        (await statuses()).toSorted().join() === ['open', status, status].toSorted().join(),
    );
  });

  it.each([
    ['nothing', [], /Say what to do/],
    ['what there is not', ['constructor'], /There is no command constructor/],
    ['an unknown option', ['ls', '--colour', 'red'], /--colour/],
    ['a reason that there is not', ['ls', '--reason', 'NONE'], /reason/],
    ['an id that there is not', ['show', 'nobody'], /DEAD_LETTER_NOT_FOUND/],
    ['a replay of nobody', ['replay'], /--all/],
    ['ids and a filter', ['replay', 'a', '--key', 'k'], /--all/],
    ['JSON that would ask', ['discard', '--all', '--why', 'because', '--json'], /--yes/],
  ])('refuses %s with exit code 2', async (_, args, said) => {
    await given(1);

    expect(await run(args)).toMatchObject({ exitCode: 2, said: expect.stringMatching(said) });
  });

  it('lists what an app could not publish, and decides on it', async () => {
    const database = system.app('dead-letter-admin').get<Database>(Database, { strict: false });
    const table = database.table('outbox_dead_letters');
    await database.query({
      text: `insert into ${table} (outbox_id, broker, destination, key, event_id, type, body,
          headers, created_at, reason, detail, failures, set_aside_at)
        values (1, 'kafka', 'nowhere', 'k', 'e-1', 'test.v1', '{}', '[]', now(),
          'UNKNOWN_DESTINATION', 'No such topic.', 1, now())`,
    });
    const [row] = (await outbox()).out.split('\n').slice(1);
    const [id] = row!.split(' ');

    expect(row).toMatch(/^dead_letters\/\d+ +\d+s +kafka nowhere +test.v1 +k +UNKNOWN_DESTINATION/);
    expect(await outbox('discard', id!)).toMatchObject({ exitCode: 2, questions: [] });
    await outbox('discard', id!, '--why', 'a test', '--dry-run');
    expect(JSON.parse((await outbox('--json')).out)).toMatchObject({ items: [{ id }] });
    const discarded = await outbox('discard', id!, '--why', 'a test');
    expect(discarded).toMatchObject({ exitCode: 0, questions: [expect.stringContaining(id!)] });
    expect((await outbox()).said).toContain('Every app could publish');
    const { rows } = await database.query({ text: `select decision, decided_by from ${table}` });
    expect(rows).toEqual([{ decision: 'discarded', decided_by: 'ada' }]);
    expect(await outbox('discard', id!, '--why', 'again')).toMatchObject({ exitCode: 2 });
  });

  it('knows a viewer, a stranger, and an app that is down', async () => {
    const [id] = await given(1);
    const viewer = await runAs({ ADMIN_TOKEN: ADMIN_VIEWER_TOKEN }, 'replay', id!, '--yes');
    expect(viewer).toMatchObject({ exitCode: 2, said: expect.stringContaining('403') });
    const stranger = await runAs({ ADMIN_TOKEN: 'wrong' }, 'ls');
    expect(stranger).toMatchObject({ exitCode: 2, said: expect.stringContaining('ADMIN_TOKEN') });
    const nobody = await runAs({ DLQ_URL: 'http://127.0.0.1:1' }, 'ls');
    expect(nobody).toMatchObject({ exitCode: 3, said: expect.stringContaining('start:all') });
  });

  it.each([
    ['DLQ_URL', { DLQ_URL: 'http://127.0.0.1:99999' }, []],
    ['DLQ_URL', { DLQ_URL: 'http://127.0.0.1:6000' }, []],
    ['--url', {}, ['--url', 'localhost']],
    ['--url', {}, ['--url', 'http://127.0.0.1:6000']],
  ])('says of an address that does not do that %s has it', async (setting, other, args) => {
    const { said } = await runAs(other, 'ls', ...args);

    expect(said).toMatch(new RegExp(`${setting} is |\\(${setting}\\)`));
  });

  it('notes the operator as they call themselves', async () => {
    const [id] = await given(1);
    const name = '<b>ada</b> Łovelace';

    await runAs({ DLQ_OPERATOR: name }, 'discard', id!, '--why', 'test data', '--yes');

    expect((await run(['audit', '--json'])).out).toContain(`"by": "operator ${name}"`);
  });
});
