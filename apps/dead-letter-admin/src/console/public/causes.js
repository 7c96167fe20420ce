import { api, search } from './api.js';
import { ago, el, table } from './elements.js';
import { filterForm } from './filter-form.js';

const AGAIN_MS = 5_000;

/** Failures of one cause are one line. */
export async function showCauses({ query }) {
  const filter = { status: 'open', ...query };
  const { groups, more } = await api.summary(filter);
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const letters = total === 1 ? '1 dead letter' : `${total} dead letters`;
  const causes = groups.length === 1 ? 'one cause' : `${groups.length} causes`;
  return {
    againMs: AGAIN_MS,
    content: [
      el('h2', {}, 'Causes'),
      filterForm('#/', filter),
      groups.length === 0
        ? el('p', { className: 'note', role: 'status' }, nothing(filter))
        : el(
            'p',
            { className: 'note', role: 'status' },
            more
              ? `${letters} of the ${groups.length} largest causes: narrow them down for the others.`
              : `${letters} of ${causes}.`,
          ),
      ...(groups.length === 0 ? [] : [causesTable(groups, filter)]),
    ],
  };
}

function nothing({ status }) {
  return status === 'open' ? 'Nothing waits for a decision.' : 'There are none.';
}

function causesTable(groups, { status }) {
  return table(
    'Causes',
    ['Count', 'What went wrong', 'Where', 'Event', 'Oldest'],
    groups.map((group) => [
      group.count,
      el(
        'a',
        { href: lettersOf(group, status), className: 'cause' },
        el('b', {}, group.reason),
        group.error === '' ? '' : ` ${group.error}`,
      ),
      `${group.broker} ${group.source}`,
      group.type ?? 'unknown',
      el('span', { title: group.oldestFailureAt }, `${ago(group.oldestFailureAt)} ago`),
    ]),
  );
}

function lettersOf({ broker, source, type, reason, fingerprint }, status) {
  const cause = { status, broker, source, type: type ?? undefined, reason, fingerprint };
  return `#/letters${search(cause)}`;
}
