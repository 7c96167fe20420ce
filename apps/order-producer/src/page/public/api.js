/** What order-producer answers: a body, or an Error that a person can read. */
async function ask(path, options = {}) {
  const response = await fetch(path, { ...options, signal: AbortSignal.timeout(15_000) }).catch(
    (cause) => {
      throw new Error('the server does not answer', { cause });
    },
  );
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.detail ?? body.title ?? `HTTP ${response.status}`);
  return body;
}

/** @param paymentMethod `card_ok`, `card_declined`, `card_flaky`, `card_uncovered` */
export const placeOrder = (sku, paymentMethod) =>
  ask('/orders', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({
      customerId: 'page',
      items: [{ sku, quantity: 1 }],
      paymentMethod,
    }),
  });

export const injectPoison = () => ask('/demo/poison', { method: 'POST' });
export const readOrder = (id) => ask(`/orders/${encodeURIComponent(id)}`);
/** The latest first. */
export const readOrders = () => ask('/orders');
export const readStatistics = () => ask('/statistics');
/** Of all apps: what waits, what was handled and retried, open dead letters. */
export const readFigures = () => ask('/page/figures.json');
/** What this page may do and link to. */
export const readOptions = () => ask('/page/options.json');
