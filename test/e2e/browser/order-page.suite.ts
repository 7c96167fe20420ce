import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@app/testing';
import type { Running } from './running.js';
import { Visitor } from './visitor.js';

export function describeOrderPage(running: () => Running): void {
  describe('the order page', () => {
    let visitor: Visitor;

    beforeEach(async () => {
      visitor = await Visitor.come(running().browser);
      await visitor.page.goto(running().system.apps.api);
      await visitor.sees('#connection', 'live');
    });
    afterEach(() => visitor?.leave());

    const figure = async (name: string) => {
      const tile = visitor.page
        .locator('#tiles div')
        .filter({ hasText: new RegExp(`^${name}\\d`) });
      return Number((await tile.locator('dd').textContent()) ?? Number.NaN);
    };
    const press = (name: string) => visitor.page.getByRole('button', { name }).click();

    it('shows an order on its way until it is completed, and its timeline', async () => {
      await press('Place an order');
      await visitor.sees('#answer', /^Order .* placed\.$/);
      await visitor.sees('#orders button', 'completed');

      await visitor.page.locator('#orders button').first().click();

      await visitor.sees('#timeline li', /order\.completed by \w+, \d+ ms later/);
      expect(await visitor.photograph('order-page')).toEqual([]);
      expect(visitor.complaints).toEqual([]);
    });

    it('shows why an order was cancelled', async () => {
      await press('Sold out');
      await visitor.sees('#orders li:first-child button', 'cancelled');

      await visitor.page.locator('#orders button').first().click();

      expect(await visitor.sees('#timeline', /cancelled: .+/)).toBe(true);
    });

    it('says how often a step was tried, and adds up what all apps say', async () => {
      await press('Flaky card');
      await visitor.sees('#answer', /^Order .* placed\.$/);
      // The latest, which the one before was not: it had been cancelled.
      await visitor.sees('#orders li:first-child button', 'completed');
      await visitor.page.locator('#orders button').first().click();

      await visitor.sees('#timeline li', /payment\.captured by rabbitmq, \d+ ms later, 3 attempts/);
      expect(await visitor.sees('#tiles div', /retries in a minute[1-9]/)).toBe(true);
    });

    it('completes a burst', async () => {
      const completed = await figure('completed');
      await press('Burst of 100');
      await visitor.sees('#answer', '100 of 100 orders placed.');
      expect(await visitor.focused()).toBe('Burst of 100');

      const areCompleted = async () => (await figure('completed')) >= completed + 100;
      await until(areCompleted, { what: 'all to be completed', timeoutMs: 60_000 });
      await visitor.sees('#tiles div', /^under way0$/);
      expect(visitor.complaints).toEqual([]);
    });

    it('draws a sample where orders are many, and says how many it leaves out', async () => {
      await visitor.page.evaluate(`(async () => {
        const { OrderMap } = await import('/page/map.js');
        const tell = (left) => (document.title = 'left out: ' + left);
        const map = new OrderMap(document.getElementById('map'), tell);
        const show = (number, status) => map.show({ orderId: 'o-' + number, broker: 'kafka', status });
        for (let number = 0; number < 160; number++) show(number, 'placed');
        for (let number = 0; number < 160; number++) show(number, 'stock_reserved');
        show(159, 'completed');
      })()`);

      expect(await visitor.page.title()).toBe('left out: 9');
    });

    it('leads to the console of dead letters', async () => {
      await visitor.page.getByRole('link', { name: 'Dead letters' }).click();

      await visitor.sees('h1', 'Dead letters');
      expect(visitor.page.url()).toContain(
        running().system.apps.addresses['dead-letter-admin'].api!,
      );
    });

    it('is used by the keyboard alone', async () => {
      const { keyboard } = visitor.page;
      while ((await visitor.focused()) !== 'Place an order') await keyboard.press('Tab');

      await keyboard.press('Enter');

      expect(await visitor.sees('#answer', /^Order .* placed\.$/)).toBe(true);
    });

    it('says that the server is silent while its connection is open', async () => {
      const { apps } = running().system;
      apps.kill('order-producer', 'SIGSTOP');
      await visitor.sees('#connection', 'the server does not answer');

      apps.kill('order-producer', 'SIGCONT');

      expect(await visitor.sees('#connection', /^live$/)).toBe(true);
    });

    it('reads anew while no live steps can come, and says so', async () => {
      const figures = '**/page/figures.json';
      await visitor.page.route(figures, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ json: { ...(await response.json()), isFeedUp: false } });
      });
      await visitor.sees('#connection', 'no live steps');
      const read = visitor.page.waitForResponse((response) => response.url().endsWith('/orders'));
      expect((await read).ok()).toBe(true);

      await visitor.page.unroute(figures);

      expect(await visitor.sees('#connection', /^live$/)).toBe(true);
    });

    it('says that it is cut off, and goes on when the server is back', async () => {
      const { apps } = running().system;
      apps.kill('order-producer', 'SIGKILL');
      await visitor.sees('#connection', 'connection lost');
      await press('Place an order');
      await visitor.sees('#answer', /^Place an order: .+/);
      await visitor.photograph('order-page-lost');

      await apps.restart('order-producer');

      await visitor.sees('#connection', 'live');
      await press('Place an order');
      await visitor.sees('#answer', /^Order .* placed\.$/);
      const answer = (await visitor.page.locator('#answer').textContent()) ?? '';
      const [, end] = /(.{12}) placed/.exec(answer) ?? [];
      expect(await visitor.sees('#orders button', new RegExp(`${end}.*completed`))).toBe(true);
    });
  });
}
