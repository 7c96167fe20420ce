const TOKEN = 'token';
const NAME = 'name';
const NO_ANSWER = 'The server does not answer.';

/** The server said no; `status` and `code` are its own. */
export class Refusal extends Error {
  constructor(status, { code, detail, title }) {
    super(detail ?? title ?? `HTTP ${status}`);
    Object.assign(this, { status, code });
  }
}

/** No answer came, or none that says anything: it may be another one soon. */
export class Unreachable extends Error {}

/** The admin API, by the token that this tab was given. */
export const api = {
  get hasToken() {
    return sessionStorage.getItem(TOKEN) !== null;
  },
  remember(token, name) {
    sessionStorage.setItem(TOKEN, token);
    sessionStorage.setItem(NAME, name);
  },
  forget: () => sessionStorage.clear(),

  session: () => ask('GET', '/session'),
  /** A pass to the task board, for this browser. */
  openQueues: () => ask('POST', '/session'),
  closeQueues: () => ask('DELETE', '/session'),
  summary: (query) => ask('GET', `/dead-letters/summary${search(query)}`),
  list: (query) => ask('GET', `/dead-letters${search(query)}`),
  letter: (id) => ask('GET', `/dead-letters/${encodeURIComponent(id)}`),
  audit: (query) => ask('GET', `/dead-letters/audit${search(query)}`),
  replay: (request) => ask('POST', '/dead-letters/replays', request),
  replayState: (id) => ask('GET', `/dead-letters/replays/${encodeURIComponent(id)}`),
  stopReplay: (id) => ask('DELETE', `/dead-letters/replays/${encodeURIComponent(id)}`),
  discard: (request) => ask('POST', '/dead-letters/discards', request),
};

export function search(query) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/** @throws Refusal, Unreachable */
async function ask(method, path, body) {
  const response = await send(method, path, body);
  const answer = await response.json().catch(() => ({}));
  if (response.status >= 500) throw new Unreachable(answer.detail ?? answer.title ?? NO_ANSWER);
  if (!response.ok) throw new Refusal(response.status, answer);
  return answer;
}

/** A header holds bytes, and `fetch` takes one for each character: those of UTF-8. */
function asHeader(text) {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

async function send(method, path, body) {
  const headers = {
    authorization: `Bearer ${sessionStorage.getItem(TOKEN)}`,
    'x-operator': asHeader(sessionStorage.getItem(NAME) ?? ''),
    ...(body && { 'content-type': 'application/json' }),
  };
  try {
    return await fetch(path, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
  } catch (cause) {
    throw new Unreachable(NO_ANSWER, { cause });
  }
}
