/**
 * Follows every order's steps. The browser reconnects by itself; what passed meanwhile is read
 * anew, so that nothing on the page is older than the connection.
 * @param on `{ state(text), renew(), steps(list, omitted) }`
 */
export function followSteps(on) {
  const source = new EventSource('/activity');
  source.addEventListener('open', () => {
    on.state('live');
    on.renew();
  });
  source.addEventListener('renew', () => on.renew());
  source.addEventListener('steps', ({ data }) => {
    const { steps, omitted } = JSON.parse(data);
    on.steps(steps, omitted);
  });
  source.addEventListener('error', () => {
    on.state('lost');
    // It gives up where the server refuses instead of failing.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => followSteps(on), 3_000);
  });
}
