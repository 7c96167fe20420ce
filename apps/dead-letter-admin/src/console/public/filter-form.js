import { search } from './api.js';
import { el } from './elements.js';

const STATUSES = ['all', 'open', 'replaying', 'replayed', 'resolved', 'failed_again', 'discarded'];
const BROKERS = ['kafka', 'rabbitmq', 'sqs', 'bullmq', 'redis-streams'];

/** Status, broker and words; the rest of the filter stays. @param path where the answer is shown */
export function filterForm(path, filter) {
  const submit = (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(form));
    location.hash = `${path}${search({ ...filter, ...given })}`;
  };
  const form = el(
    'form',
    { className: 'filter', role: 'search', onsubmit: submit, onchange: submit },
    field('Status', select('status', STATUSES, filter.status)),
    field('Broker', select('broker', ['', ...BROKERS], filter.broker)),
    field('Words', el('input', { name: 'q', type: 'search', value: filter.q ?? '' })),
    el('button', {}, 'Search'),
  );
  return form;
}

function field(label, input) {
  return el('label', {}, label, input);
}

function select(name, values, value = '') {
  return el(
    'select',
    { name },
    ...values.map((it) =>
      el('option', { value: it, selected: it === value }, it.replaceAll('_', ' ') || 'all'),
    ),
  );
}
