import { api } from './api.js';
import { describe, el, table, time } from './elements.js';
import { pages } from './pages.js';

/** Who did what, to which letters, and with what result. */
export async function showAudit({ query }) {
  const { items, nextCursor } = await api.audit(query);
  return {
    content: [
      el('h2', {}, 'Audit'),
      items.length === 0
        ? el('p', { className: 'note' }, 'Nobody has replayed or discarded anything yet.')
        : table(
            'Audit',
            ['When', 'Who', 'What', 'Which', 'Result'],
            items.map(({ at, by, action, selection, result }) => [
              time(at),
              by,
              action,
              describe(selection),
              describe(result),
            ]),
          ),
      ...pages('#/audit', query, nextCursor),
    ],
  };
}
