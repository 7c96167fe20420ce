/** Pages that were cut off together don't come back together. */
const SPREAD_MS = 1_000;

/**
 * Follows every order's steps. The browser reconnects by itself; what passed meanwhile is read
 * anew, so that nothing on the page is older than the connection.
 * @param on `{ connected(isConnected), renew(), steps(list, omitted) }`
 * @param isNew whether the page has just been opened
 */
export function followSteps(on, isNew = true) {
  const source = new EventSource('/activity');
  const renewSoon = () => setTimeout(on.renew, Math.random() * SPREAD_MS);
  source.addEventListener('open', () => {
    on.connected(true);
    if (isNew) on.renew();
    else renewSoon();
    isNew = false;
  });
  source.addEventListener('renew', renewSoon);
  source.addEventListener('steps', ({ data }) => {
    const { steps, omitted } = JSON.parse(data);
    on.steps(steps, omitted);
  });
  source.addEventListener('error', () => {
    on.connected(false);
    // It gives up where the server refuses instead of failing.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => followSteps(on, false), 3_000);
  });
}
