import { api, Refusal, Unreachable } from './api.js';
import { el } from './elements.js';
import { tell } from './notice.js';

/** What an operator may do with the open ones of a selection. @param selection `{ ids }` or `{ filter }` */
export function decide({ role }, selection) {
  if (role !== 'operator') {
    return el('p', { className: 'note' }, 'To replay or discard takes the token of an operator.');
  }
  return el('div', { className: 'columns' }, replayForm(selection), discardForm(selection));
}

/** Mend the cause, see what would be sent where, send it. */
function replayForm(selection) {
  const form = decisionForm(
    'Replay',
    'Once the cause is mended: back to the consumer that failed.',
    {
      fields: [
        numberField('ratePerSecond', 'Messages a second, at most', { min: 0.01, step: 'any' }),
        numberField('limit', 'How many, at most', { min: 1 }),
        numberField('stopAfterFailures', 'Stop after so many failed again', { min: 1, value: 10 }),
        el(
          'label',
          { className: 'check' },
          el('input', { type: 'checkbox', name: 'force' }),
          'Also what was replayed too often',
        ),
      ],
      read: (given) => ({
        ...selection,
        ...numbers(given, ['ratePerSecond', 'limit', 'stopAfterFailures']),
        force: given.force === 'on',
      }),
      plan: async (request) => {
        const { total, destinations, skipped } = await api.replay({ ...request, dryRun: true });
        const places = destinations.map(
          ({ count, broker, name, consumer }) =>
            `${count} to ${broker} ${name}${consumer ? ` for ${consumer}` : ''}`,
        );
        return { count: total, says: [...places, ...skipped.map(describeSkipped)] };
      },
      act: async (request) => {
        const { id, total, skipped } = await api.replay(request);
        tell([`Replay ${id} has begun, of ${total}.`, ...skipped.map(describeSkipped)].join(' '));
        location.hash = `#/replay/${id}`;
      },
    },
  );
  return form;
}

const WHY_SKIPPED = {
  NO_WAY_BACK: 'nothing leads back to their consumer',
  REPLAYED_TOO_OFTEN: 'they were replayed too often',
};

function describeSkipped({ count, broker, source, consumer, reason }) {
  const of = `${broker} ${source}${consumer ? ` of ${consumer}` : ''}`;
  return `${count} from ${of} skipped: ${WHY_SKIPPED[reason]}.`;
}

function discardForm(selection) {
  return decisionForm('Discard', 'Given up: nothing is sent. It stays in the ledger for a while.', {
    fields: [
      el(
        'label',
        {},
        'Why',
        el('input', { name: 'reason', required: true, minLength: 3, maxLength: 1_000 }),
      ),
      numberField('limit', 'How many, at most', { min: 1 }),
    ],
    read: (given) => ({ ...selection, reason: given.reason, ...numbers(given, ['limit']) }),
    plan: async (request) => {
      const { discarded } = await api.discard({ ...request, dryRun: true });
      return { count: discarded, says: [] };
    },
    act: async (request) => {
      const { discarded } = await api.discard(request);
      tell(`${discarded} discarded.`);
      if (location.hash.startsWith('#/letter/')) dispatchEvent(new Event('hashchange'));
      else location.hash = '#/';
    },
  });
}

/** A dry run first; only what it has shown can be done. */
function decisionForm(title, note, { fields, read, plan, act }) {
  const outcome = el('div', { role: 'status' });
  const attempt = async (work) => {
    // An inert form would lose the keyboard's focus.
    if (form.ariaBusy) return;
    form.ariaBusy = 'true';
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
      outcome.replaceChildren(el('p', { className: 'problem' }, error.message));
    } finally {
      form.ariaBusy = null;
    }
  };
  const form = el(
    'form',
    {
      className: 'decision',
      'aria-label': title,
      onsubmit: (event) => {
        event.preventDefault();
        form.dataset.isOpen = '';
        const request = read(Object.fromEntries(new FormData(form)));
        void attempt(async () => showPlan(await plan(request), request));
      },
      oninput: () => {
        form.dataset.isOpen = '';
        outcome.replaceChildren();
      },
    },
    el('h3', {}, title),
    el('p', { className: 'note' }, note),
    ...fields,
    el('button', {}, `Dry run: what would ${title.toLowerCase()} do?`),
    outcome,
  );
  const showPlan = ({ count, says }, request) => {
    outcome.replaceChildren(
      ...says.map((line) => el('p', {}, line)),
      count === 0
        ? el('p', {}, 'Nothing fits: no letter would be touched.')
        : el(
            'button',
            {
              type: 'button',
              className: 'first',
              // No more than were meant: what failed meanwhile comes after them.
              onclick: () => void attempt(() => act({ ...request, limit: count })),
            },
            `${title} ${count}`,
          ),
    );
  };
  return form;
}

function numberField(name, label, properties) {
  return el('label', {}, label, el('input', { type: 'number', name, ...properties }));
}

function numbers(given, names) {
  const filled = names.filter((name) => given[name] !== '');
  return Object.fromEntries(filled.map((name) => [name, Number(given[name])]));
}
