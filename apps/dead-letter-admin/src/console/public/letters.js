import { decide } from './decide.js';
import { api } from './api.js';
import { el, facts, table, time } from './elements.js';
import { filterForm } from './filter-form.js';
import { pages } from './pages.js';

const CAUSE_FIELDS = [
  'source',
  'type',
  'reason',
  'fingerprint',
  'key',
  'correlationId',
  'consumer',
];

/** The letters of one cause, or all that fit. */
export async function showLetters({ query }, session) {
  const { cursor: _, ...filter } = query;
  const { items, nextCursor } = await api.list(query);
  const [first] = items;
  const cause = CAUSE_FIELDS.filter((name) => filter[name] !== undefined);
  const isCause = filter.fingerprint !== undefined;
  return {
    content: [
      el('h2', {}, isCause ? 'Letters of one cause' : 'Letters'),
      filterForm('#/letters', { status: 'all', ...filter }),
      ...(isCause && first ? [el('p', {}, first.explanation ?? first.reason)] : []),
      ...(cause.length > 0 ? [facts(cause.map((name) => [name, filter[name]]))] : []),
      ...(items.length === 0
        ? [el('p', { className: 'note', role: 'status' }, 'There are none.')]
        : [lettersTable(items)]),
      ...pages('#/letters', query, nextCursor),
      ...(isCause && hasOpen(items) ? [decide(session, { filter: withoutStatus(filter) })] : []),
    ],
  };
}

function lettersTable(items) {
  return table(
    'Letters',
    ['Failed', 'Status', 'Reason', 'Where', 'Consumer', 'Event', 'Key', 'Attempts'],
    items.map((it) => [
      el('a', { href: `#/letter/${encodeURIComponent(it.id)}` }, time(it.lastFailedAt)),
      el('span', { className: 'status', dataset: { status: it.status } }, it.status),
      it.reason,
      `${it.source.broker} ${it.source.name}`,
      it.source.consumer ?? 'unknown',
      it.event.type ?? 'unknown',
      it.key ?? '',
      it.attempts ?? '',
    ]),
  );
}

const hasOpen = (items) => items.some(({ status }) => status === 'open');

/** Decisions are about what is open, by themselves. */
function withoutStatus(filter) {
  return { ...filter, status: undefined };
}
