import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CustomerNotified, encodeEvent } from '@app/events';
import { anEvent } from '@app/testing';
import { AdminApi } from '../admin-api.js';
import { explainedLetter } from '../explained-letter.js';
import type { Running } from './running.js';
import { tokens } from './tokens.js';
import { Visitor } from './visitor.js';

const SCRIPT = '<img src=x onerror="alert(1)"><script>alert(2)</script>';

const source = {
  broker: 'rabbitmq',
  name: 'notifications',
  kind: 'queue',
  consumer: 'rabbitmq-worker:notifications',
} as const;

interface Audited {
  readonly items: readonly { readonly action: string; readonly selection: object }[];
}

export function describeConsole(running: () => Running): void {
  describe('the console', () => {
    let url: string;
    let admin: AdminApi;
    let visitor: Visitor;

    beforeAll(() => {
      url = running().system.apps.addresses['dead-letter-admin'].api!;
      admin = new AdminApi(url, tokens.ADMIN_TOKEN);
    });
    beforeEach(async () => {
      visitor = await Visitor.come(running().browser);
      await visitor.page.goto(url);
    });
    afterEach(() => visitor?.leave());

    const logIn = async (token: string = tokens.ADMIN_TOKEN) => {
      await visitor.page.getByLabel('Token').fill(token);
      await visitor.page.getByLabel('Your name').fill('Ada Łovelace');
      await visitor.page.getByRole('button', { name: 'Show dead letters' }).click();
    };
    const press = (name: string | RegExp) => visitor.page.getByRole('button', { name }).click();

    /** Messages that the worker can handle now. */
    const mendedLetters = async (count: number, cause: string, besides: object = {}) => {
      const letters = Array.from({ length: count }, () =>
        explainedLetter(
          anEvent(CustomerNotified, { orderId: randomUUID(), customerId: 'c-1', message: 'hello' }),
          source,
          cause,
        ),
      );
      await running().system.rabbitMq.putAll(
        'notifications.dlq',
        letters.map(({ body, headers }) => ({ body, headers: { ...headers, ...besides } })),
      );
      await admin.collected({ q: cause }, count);
    };

    it('asks for a token, once', async () => {
      await logIn('not-a-token-of-anybody');
      await visitor.sees('#login-problem', 'This token is not valid.');
      expect(await visitor.photograph('console-login')).toEqual([]);
      expect(visitor.complaints).toEqual([expect.stringContaining('401')]);

      await logIn();
      await visitor.sees('h2', 'Causes');
      await visitor.page.reload();

      await visitor.sees('h2', 'Causes');
      expect(await visitor.page.locator('#login').isVisible()).toBe(false);
    });

    it('shows a cause as one line, and replays its letters once they are planned', async () => {
      await mendedLetters(3, 'mailbox unplugged');
      await logIn();
      await visitor.sees('tr', /3.*mailbox unplugged.*rabbitmq notifications/);
      expect(await visitor.photograph('console-causes')).toEqual([]);

      await visitor.page.getByRole('link', { name: 'mailbox unplugged' }).click();
      await visitor.sees('h2', 'Letters of one cause');
      expect(await visitor.photograph('console-letters')).toEqual([]);
      await press('Dry run: what would replay do?');
      await visitor.sees('form p', '3 to rabbitmq notifications for rabbitmq-worker:notifications');
      expect(await visitor.focused()).toBe('Dry run: what would replay do?');
      await press('Replay 3');

      await visitor.sees('.replay-state', 'finished: 3 of 3 resolved');
      expect(await visitor.photograph('console-replay')).toEqual([]);
      expect(visitor.complaints).toEqual([]);
    });

    it('stops a replay, whose unsent letters are open again', async () => {
      await mendedLetters(5, 'replayed too slowly');
      await logIn();
      await visitor.page.getByRole('link', { name: 'replayed too slowly' }).click();
      await visitor.page.getByLabel('Messages a second').fill('0.05');
      await press('Dry run: what would replay do?');
      await press('Replay 5');
      await visitor.sees('.replay-state', 'running');

      await press('Stop');

      await visitor.sees('.replay-state', 'cancelled');
      await visitor.sees('#notice', /Replay \d+ is stopped: \d not sent, open again/);
      expect(await visitor.sees('.facts div', 'Cancelled by operator Ada')).toBe(true);
    });

    it('lists causes of whatever status, too', async () => {
      await mendedLetters(1, 'decided and gone');
      await admin.call('POST', '/dead-letters/discards', {
        filter: { q: 'decided and gone' },
        reason: 'for a test',
      });
      await logIn();
      await visitor.sees('h2', 'Causes');

      await visitor.page.getByLabel('Status').selectOption('all');

      expect(await visitor.sees('tr', 'decided and gone')).toBe(true);
    });

    it('says what a replay has skipped, and why', async () => {
      await mendedLetters(1, 'one of them is worn out');
      await mendedLetters(1, 'one of them is worn out', {
        'replay-of': 'f'.repeat(32),
        'replay-number': '5',
      });
      await admin.collected({ q: 'one of them is worn out' }, 2);
      await logIn();
      await visitor.page.getByRole('link', { name: 'one of them is worn out' }).click();

      await press('Dry run: what would replay do?');
      await visitor.sees('form p', /1 from rabbitmq notifications.* skipped: .* too often/);
      await press('Replay 1');

      expect(await visitor.sees('#notice', /has begun, of 1\. 1 from .* too often/)).toBe(true);
    });

    it('begins a page at its top, on a phone too', async () => {
      await mendedLetters(1, 'too long for a phone');
      await visitor.page.setViewportSize({ width: 390, height: 500 });
      await logIn();
      await visitor.sees('h2', 'Causes');
      expect(await visitor.page.evaluate<number>('scrollY')).toBe(0);

      await visitor.page.getByRole('link', { name: 'too long for a phone' }).click();

      await visitor.sees('h2', 'Letters of one cause');
      expect(await visitor.page.evaluate<number>('scrollY')).toBe(0);
    });

    it('leaves a page alone that somebody is using, and says of when it is', async () => {
      await mendedLetters(1, 'somebody looks at it');
      await logIn();
      const link = visitor.page.getByRole('link', { name: 'somebody looks at it' });

      await link.focus();
      await visitor.sees('#connection', /you see what was at .+, while you are at it/);
      expect(await visitor.focused()).toContain('somebody looks at it');
      await visitor.page.getByRole('link', { name: 'Audit' }).focus();

      expect(await visitor.sees('#connection', 'up to date')).toBe(true);
    });

    it('discards with a reason, as the audit says', async () => {
      await mendedLetters(2, 'nobody wants it');
      await logIn();
      await visitor.page.getByRole('link', { name: 'nobody wants it' }).click();
      await visitor.page.getByLabel('Why').fill('a test of last week');
      await press('Dry run: what would discard do?');

      await press('Discard 2');

      await visitor.sees('h2', 'Causes');
      await visitor.sees('[role=status]', '2 discarded.');
      expect(await admin.list({ q: 'nobody wants it', status: 'discarded' })).toHaveLength(2);
      await visitor.page.getByRole('link', { name: 'Audit' }).click();
      await visitor.sees('tr', /operator Ada Łovelace.*discard.*a test of last week.*discarded: 2/);
      expect(await visitor.page.locator('#notice').textContent()).toBe('');
      expect(await visitor.photograph('console-audit')).toEqual([]);
    });

    it('shows markup and script of every field as text', async () => {
      const data = { orderId: SCRIPT, customerId: SCRIPT, message: SCRIPT };
      const event = anEvent(CustomerNotified, {
        orderId: randomUUID(),
        customerId: 'c-1',
        message: SCRIPT,
      });
      const foul = { ...event, data, subject: SCRIPT, partitionkey: SCRIPT, correlationid: SCRIPT };
      const letter = explainedLetter(foul, { ...source, consumer: SCRIPT }, `${SCRIPT} in all`);
      await running().system.rabbitMq.putAll('notifications.dlq', [
        { body: letter.body, headers: { ...letter.headers, 'x-markup': SCRIPT, [SCRIPT]: 'x' } },
        { body: encodeEvent(event).body, headers: { 'x-markup': SCRIPT } },
      ]);
      const [collected] = await admin.collected({ q: 'onerror in all' }, 1);
      await logIn();
      await visitor.sees('tr', SCRIPT);

      await visitor.page.goto(`${url}/#/letter/${encodeURIComponent(collected!.id)}`);

      await visitor.sees('pre', SCRIPT);
      await visitor.sees('td', SCRIPT);
      await visitor.sees('dd', SCRIPT);
      expect(await visitor.page.locator('main img, main script').count()).toBe(0);
      expect(await visitor.photograph('console-letter')).toEqual([]);
      expect(visitor.complaints).toEqual([]);
    });

    it('lets a viewer look, and nothing else', async () => {
      await mendedLetters(1, 'seen by a viewer');
      await logIn(tokens.ADMIN_VIEWER_TOKEN);
      await visitor.page.getByRole('link', { name: 'seen by a viewer' }).click();

      await visitor.sees('.note', 'takes the token of an operator');
      expect(await visitor.page.locator('form.decision').count()).toBe(0);
    });

    it('opens the task board, to nobody without a pass', async () => {
      const stranger = await fetch(`${url}/queues`);
      expect(stranger.status).toBe(401);
      await logIn();
      await visitor.sees('h2', 'Causes');

      await visitor.page.getByRole('link', { name: 'Task queues' }).click();

      await visitor.page.getByText('tasks.dlq').first().waitFor();
      await visitor.photograph('task-board');
      expect(visitor.complaints).toEqual([]);
      await visitor.page.goto(url);
      await press('Forget the token');
      await visitor.sees('h2', 'Who asks?');
      const answer = await visitor.page.goto(`${url}/queues`);
      expect(answer?.status()).toBe(401);
    });

    it.each([
      ['a viewer', tokens.ADMIN_VIEWER_TOKEN, 405, []],
      [
        'an operator',
        tokens.ADMIN_TOKEN,
        200,
        [{ method: 'PUT', path: '/api/queues/tasks/promote' }],
      ],
    ])('answers %s who changes jobs there, and notes who did', async (_, token, status, noted) => {
      const session = await admin.call('POST', '/session', undefined, token);
      const cookie = session.headers.get('set-cookie')!.split(';')[0]!;

      const response = await fetch(`${url}/queues/api/queues/tasks/promote`, {
        method: 'PUT',
        headers: { cookie },
      });

      expect(response.status).toBe(status);
      const { items } = (await (await admin.call('GET', '/dead-letters/audit')).json()) as Audited;
      const changes = items.filter(({ action }) => action === 'task-board');
      expect(changes.map(({ selection }) => selection)).toEqual(noted);
    });

    it('collects the poison of the order page', async () => {
      await logIn();
      const page = await Visitor.come(running().browser);
      await page.page.goto(running().system.apps.api);

      await page.page.getByRole('button', { name: 'Poison message' }).click();

      expect(await visitor.sees('tr', /INVALID_JSON.*kafka orders\.events/)).toBe(true);
      await page.leave();
    });

    it('says that it is cut off since when, and goes on when the server is back', async () => {
      const { apps } = running().system;
      await logIn();
      await visitor.sees('#connection', 'up to date');
      apps.kill('dead-letter-admin', 'SIGKILL');
      await visitor.sees('#connection', /connection lost: you see what was at .+/);
      await visitor.photograph('console-lost');

      await apps.restart('dead-letter-admin');

      expect(await visitor.sees('#connection', 'up to date')).toBe(true);
    });

    it('says of when a page is that it does not read anew, and whether the server is there', async () => {
      const { apps } = running().system;
      await logIn();
      await visitor.page.getByRole('link', { name: 'Audit' }).click();
      await visitor.sees('#connection', /^as of .+/);
      apps.kill('dead-letter-admin', 'SIGKILL');
      await visitor.sees('#connection', /connection lost: you see what was at .+/);

      await apps.restart('dead-letter-admin');

      expect(await visitor.sees('#connection', /^as of .+/)).toBe(true);
    });
  });
}
