/**
 * Makes an element. Whatever a dead letter says comes in as `children`, and so is only ever text.
 * @param properties of the element; `dataset` and `aria-*` as well, `on<event>` for a listener
 */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (key === 'dataset') Object.assign(element.dataset, value);
    else if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.filter((it) => it !== undefined && it !== null).map(textOrNode));
  return element;
}

function textOrNode(it) {
  return it instanceof Node ? it : String(it);
}

/** @param rows cells, each text or a node; the first of a row names it */
export function table(caption, heads, rows) {
  return el(
    'div',
    { className: 'scroll', tabIndex: 0, role: 'region', 'aria-label': caption },
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col' }, head)))),
      el(
        'tbody',
        {},
        ...rows.map((cells) =>
          el(
            'tr',
            {},
            ...cells.map((cell, at) => el('td', { dataset: { head: heads[at] } }, cell)),
          ),
        ),
      ),
    ),
  );
}

/** Names and values; values that are missing are left out. */
export function facts(pairs) {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return el(
    'dl',
    { className: 'facts' },
    ...known.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))),
  );
}

/** `2026-01-01 12:00:00`, where the reader is; the exact one beside it. */
export function time(iso) {
  const at = new Date(iso);
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString();
  return el('time', { dateTime: iso, title: iso }, local.slice(0, 19).replace('T', ' '));
}

/** What a value of JSON says: `filter: broker: kafka, key: k-1` */
export function describe(value) {
  if (Array.isArray(value)) return value.map(describe).join('; ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .filter(([, part]) => !(Array.isArray(part) && part.length === 0))
    .map(([name, part]) => `${name}: ${describe(part)}`)
    .join(', ');
}

export function ago(iso) {
  const seconds = Math.max(0, Math.round((Date.now() - new Date(iso)) / 1_000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
