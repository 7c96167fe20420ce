import { api } from './api.js';
import { decide } from './decide.js';
import { describe, el, facts, table, time } from './elements.js';

/** One dead letter whole. */
export async function showLetter({ id }, session) {
  const letter = await api.letter(id);
  const { error, source, event } = letter;
  return {
    content: [
      el('h2', {}, letter.reason),
      el('p', {}, letter.explanation ?? ''),
      facts([
        [
          'Status',
          el('span', { className: 'status', dataset: { status: letter.status } }, letter.status),
        ],
        ['Note', letter.note],
        ['Where', `${source.broker} ${source.name}`],
        ['Consumer', source.consumer],
        ['Coordinates', source.coordinates && describe(source.coordinates)],
        ['Event', event.type],
        ['Event id', event.id],
        ['Key', letter.key],
        ['Correlation', event.correlationId],
        ['Caused by', event.causationId],
        ['Trace', letter.traceId],
        ['Attempts', letter.attempts],
        ['First failure', time(letter.firstFailedAt)],
        ['Last failure', time(letter.lastFailedAt)],
        ['Replays', letter.replays],
        [
          'Replay',
          letter.replayId && el('a', { href: `#/replay/${letter.replayId}` }, letter.replayId),
        ],
        ['Replay of', letterLink(letter.ancestorId)],
        ['Failed again as', letterLink(letter.successorId)],
        ['App version', letter.appVersion],
      ]),
      ...attempts(letter.failedAt),
      ...part('Error', describeError(error), error.stack),
      el('h3', {}, 'Headers'),
      letter.headers.length === 0
        ? el('p', { className: 'note' }, 'None.')
        : table('Headers', ['Name', 'Value'], letter.headers.map(headerRow)),
      ...part('Body', describeBody(letter), letter.body.content),
      ...(letter.status === 'open' ? [decide(session, { ids: [letter.id] })] : []),
    ],
  };
}

function part(title, line, text) {
  return [
    el('h3', {}, title),
    ...(line ? [el('p', {}, line)] : []),
    ...(text ? [el('pre', { tabIndex: 0, 'aria-label': title, role: 'region' }, text)] : []),
  ];
}

function attempts(times) {
  if (!times?.length) return [];
  return [el('h3', {}, 'Failures'), el('ol', {}, ...times.map((at) => el('li', {}, time(at))))];
}

function describeError({ name, code, message }) {
  return `${[name, code].filter(Boolean).join(' ')}${message ? `: ${message}` : ''}`;
}

function describeBody({ bodyBytes, contentType, body }) {
  const kind = body.encoding === 'base64' ? 'not text, shown as base64' : (contentType ?? 'text');
  return `${bodyBytes} bytes, ${kind}`;
}

function headerRow({ name, value, base64 }) {
  return [el('code', {}, name), el('code', {}, value ?? `base64: ${base64}`)];
}

function letterLink(id) {
  return id && el('a', { href: `#/letter/${encodeURIComponent(id)}` }, id);
}
