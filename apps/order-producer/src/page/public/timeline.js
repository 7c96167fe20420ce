/** Shows the steps of an order: what, by which broker, how long after the one before, at which try. */
export function showTimeline(section, { orderId, status, reason, traceId, history }) {
  const id = document.createElement('code');
  id.textContent = orderId;
  const state = document.createElement('p');
  state.textContent = reason ? `${status}: ${reason}` : status.replaceAll('_', ' ');
  const steps = document.createElement('ol');
  const sorted = history.toSorted((a, b) => a.at.localeCompare(b.at));
  sorted.forEach(({ at, step, broker, attempts }, index) => {
    const item = document.createElement('li');
    const after = document.createElement('span');
    after.className = 'after';
    const ms = new Date(at) - new Date(sorted[index - 1]?.at ?? at);
    const later = index === 0 ? '' : `, ${ms} ms later`;
    after.textContent = ` by ${broker}${later}${attempts > 1 ? `, ${attempts} attempts` : ''}`;
    item.append(step, after);
    steps.append(item);
  });
  const trace = document.createElement('p');
  trace.textContent = traceId ? `trace ${traceId}` : '';
  section.replaceChildren(section.firstElementChild, id, state, steps, trace);
}
