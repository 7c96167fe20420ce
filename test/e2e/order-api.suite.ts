import { beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@app/testing';
import type { E2eSystem } from './e2e-system.js';
import type { Answer, OrderRequest } from './orders-client.js';

const order: OrderRequest = {
  customerId: 'customer-1',
  items: [{ sku: 'KEYBOARD', quantity: 2 }],
  paymentMethod: 'card_ok',
};
const unknownId = '01890a5d-ac96-774b-bcce-b302099a8057';

const completedSteps = [
  'order.placed',
  'stock.reserved',
  'payment.captured',
  'shipment.booked',
  'order.completed',
];

export function describeOrderApi(running: () => E2eSystem): void {
  describe('the order API', () => {
    let system: E2eSystem;

    beforeAll(() => {
      system = running();
    });

    describe('refuses', () => {
      it('a body that is not JSON', async () => {
        const answer = await system.orders.request('POST', '/orders', { body: '{"customerId":' });

        expect(refusal(answer)).toBe('400 BAD_REQUEST');
      });

      it.each([
        ['an unknown sku', { items: [{ sku: 'UNICORN', quantity: 1 }] }, 'items.0.sku'],
        ['no items', { items: [] }, 'items'],
        ['a quantity of 0', { items: [{ sku: 'MOUSE', quantity: 0 }] }, 'items.0.quantity'],
        ['a quantity in words', { items: [{ sku: 'MOUSE', quantity: 'two' }] }, 'items.0.quantity'],
        ['a number as customer', { customerId: 7 }, 'customerId'],
        ['an unknown card', { paymentMethod: 'card_stolen' }, 'paymentMethod'],
      ])('%s', async (_, change, field) => {
        const answer = await system.orders.post({ ...order, ...change });

        expect(refusal(answer)).toBe('422 VALIDATION');
        expect(wrongFields(answer)).toEqual([field]);
      });

      it('a field that it does not know', async () => {
        const answer = await system.orders.post({ ...order, discount: 100 });

        expect(refusal(answer)).toBe('422 VALIDATION');
        expect(JSON.stringify(answer.body)).toContain('discount');
      });

      it('a body over 64 KiB', async () => {
        const answer = await system.orders.post({ ...order, customerId: 'x'.repeat(64 * 1024) });

        expect(refusal(answer)).toBe('413 PAYLOAD_TOO_LARGE');
      });

      it('to show an order that was never placed', async () => {
        const answer = await system.orders.request('GET', `/orders/${unknownId}`);

        expect(refusal(answer)).toBe('404 ORDER_NOT_FOUND');
      });

      it('to follow an order that was never placed', async () => {
        const answer = await system.orders.request('GET', `/orders/${unknownId}/events`);

        expect(refusal(answer)).toBe('404 ORDER_NOT_FOUND');
      });

      it('an id that is none', async () => {
        const answer = await system.orders.request('GET', '/orders/42');

        expect(refusal(answer)).toBe('404 ORDER_NOT_FOUND');
      });

      it('a path that is none', async () => {
        const answer = await system.orders.request('GET', '/invoices');

        expect(refusal(answer)).toBe('404 NOT_FOUND');
      });
    });

    describe('with an Idempotency-Key', () => {
      it('answers a repeat with the same order', async () => {
        const first = await system.orders.post(order, { 'idempotency-key': 'repeat' });
        const second = await system.orders.post(order, { 'idempotency-key': 'repeat' });

        expect([first.status, second.status]).toEqual([202, 202]);
        expect(second.body).toEqual(first.body);
        expect(first.headers.get('idempotent-replayed')).toBeNull();
        expect(second.headers.get('idempotent-replayed')).toBe('true');
        expect(second.headers.get('location')).toBe(`/orders/${String(first.body['orderId'])}`);
      });

      it('refuses another order under the same key', async () => {
        await system.orders.post(order, { 'idempotency-key': 'reused' });

        const answer = await system.orders.post(
          { ...order, customerId: 'customer-2' },
          { 'idempotency-key': 'reused' },
        );

        expect(refusal(answer)).toBe('422 IDEMPOTENCY_KEY_REUSED');
      });

      it('refuses a key that is none', async () => {
        const answer = await system.orders.post(order, { 'idempotency-key': 'x'.repeat(256) });

        expect(refusal(answer)).toBe('400 IDEMPOTENCY_KEY_INVALID');
      });

      it('refuses a repeat while the first request is under way', async () => {
        const headers = { 'idempotency-key': 'under-way' };
        const release = await system.books.holdOrders();
        const first = system.orders.post(order, headers);
        await until(() => system.books.isOrderWaiting(), { what: 'the first request to wait' });

        const second = await system.orders.post(order, headers);
        await release();

        expect(refusal(second)).toBe('409 IDEMPOTENCY_IN_PROGRESS');
        expect((await first).status).toBe(202);
      });

      it('keeps no answer of a request that it refused', async () => {
        const headers = { 'idempotency-key': 'second-try' };
        const refused = await system.orders.post({ ...order, customerId: '' }, headers);

        const accepted = await system.orders.post(order, headers);

        expect([refused.status, accepted.status]).toEqual([422, 202]);
      });
    });

    describe('feeds the steps of an order', () => {
      it('each as it happens, and after the last one that a client has seen', async () => {
        const placed = await system.orders.post(order);
        const orderId = String(placed.body['orderId']);

        const steps = await system.orders.feed(orderId, ({ data }) =>
          data.includes('order.completed'),
        );
        const afterThree = await system.orders.feed(
          orderId,
          (_, count) => count === 2,
          steps[2]?.id,
        );

        const names = steps.map(({ data }) => (JSON.parse(data) as { step: string }).step);
        expect(names).toEqual(expect.arrayContaining(completedSteps));
        expect(names).toHaveLength(completedSteps.length);
        expect(steps.every(({ type }) => type === 'step')).toBe(true);
        expect(afterThree).toEqual(steps.slice(3));
      });

      it('until the app stops, which no listener holds up', async () => {
        const placed = await system.orders.post(order);
        let listening: Promise<unknown> = Promise.resolve();
        await new Promise<void>((resolve) => {
          listening = system.orders.feed(String(placed.body['orderId']), () => {
            resolve();
            return false;
          });
        });

        system.apps.kill('order-producer', 'SIGTERM');

        expect(await system.apps.waitForExit('order-producer')).toMatchObject({ code: 0 });
        await listening;
        await system.apps.restart('order-producer');
      });
    });

    describe('serves the page', () => {
      it('with all that it needs, and nothing that comes from elsewhere', async () => {
        const page = await fetch(system.apps.api);
        const files = [...(await page.text()).matchAll(/(?:href|src)="(\/[^"]+)"/g)];

        expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
        expect(files.length).toBeGreaterThan(1);
        for (const [, path] of files) {
          expect(`${path} ${(await fetch(system.apps.api + path)).status}`).toBe(`${path} 200`);
        }
      });

      it('and no file that is not its own', async () => {
        for (const path of ['/page/..%2fpage.controller.js', '/page/nothing.js']) {
          expect((await fetch(system.apps.api + path)).status).toBe(404);
        }
      });

      it('and sends no poison where this is no demo', async () => {
        const response = await fetch(`${system.apps.api}/demo/poison`, { method: 'POST' });

        expect(response.status).toBe(404);
      });
    });

    describe('tells of its health', () => {
      it.each(['/health/live', '/health/ready', '/metrics'])('%s of each app', async (path) => {
        for (const [app, { health }] of Object.entries(system.apps.addresses)) {
          const response = await fetch(health + path);
          expect(`${app} ${response.status}`).toBe(`${app} 200`);
          expect(await response.text()).toContain({ '/metrics': `app="${app}"` }[path] ?? 'status');
        }
      });
    });
  });
}

/** Status and code of a refusal, which is always problem+json. */
function refusal({ status, contentType, body }: Answer): string {
  if (!contentType?.startsWith('application/problem+json') || body['status'] !== status) {
    return `${status} ${contentType} ${JSON.stringify(body)}`;
  }
  return `${status} ${String(body['code'])}`;
}

function wrongFields({ body }: Answer): string[] {
  return (body['errors'] as { field: string }[]).map(({ field }) => field);
}
