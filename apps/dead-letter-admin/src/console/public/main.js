import { api, Refusal, Unreachable } from './api.js';
import { showAudit } from './audit.js';
import { Connection } from './connection.js';
import { showLetter } from './letter.js';
import { showLetters } from './letters.js';
import { Login } from './login.js';
import { turnPage } from './notice.js';
import { showReplay } from './replay.js';
import { showCauses } from './causes.js';

const AGAIN_MS = 3_000;
/** How often a page that is not read anew asks whether the server is there. */
const CHECK_MS = 5_000;
/** What is being filled in, or read by the keyboard, stays as it is. */
const IN_USE = 'form[data-is-open], :focus';
const byId = (id) => document.getElementById(id);
const [view, menu, problem] = [byId('view'), byId('menu'), byId('problem')];
const login = new Login(byId('login'), () => void show(true));
const connection = new Connection(byId('connection'));

/** By the first part of the address; each `(place, session)` gives the view, and when to look again. */
const views = {
  '': showCauses,
  letters: showLetters,
  letter: showLetter,
  replay: showReplay,
  audit: showAudit,
};

let session;
let visit = 0;
let timer;

/** Shows what the address says. @param isNew whether the reader has come here just now */
async function show(isNew) {
  const mine = ++visit;
  clearTimeout(timer);
  if (isNew) turnPage();
  if (!api.hasToken) return askForToken();
  try {
    session ??= await api.session();
    const place = placeOf(location.hash);
    const { content, againMs } = await (views[place.name] ?? showCauses)(place, session);
    if (mine !== visit) return;
    problem.hidden = true;
    showMenu();
    if (isNew || !view.querySelector(IN_USE)) {
      if (againMs) connection.answered();
      else connection.shown();
      view.replaceChildren(...content);
      if (isNew) begin();
    } else connection.held();
    if (againMs) again(againMs);
    else again(CHECK_MS, check);
  } catch (error) {
    if (mine === visit) fail(error);
  }
}

/** At the top: the focus alone would scroll what is above it away. */
function begin() {
  view.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function showMenu() {
  menu.hidden = false;
  byId('role').textContent = session.role === 'viewer' ? 'viewer: may only look' : session.role;
  byId('rabbitmq').hidden = session.rabbitMqConsole === undefined;
  byId('rabbitmq').href = session.rabbitMqConsole ?? '';
  for (const link of menu.querySelectorAll('a')) {
    if (link.hash && link.hash === (location.hash.split('?')[0] || '#/'))
      link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

function fail(error) {
  if (error instanceof Refusal && error.status === 401) {
    api.forget();
    session = undefined;
    return askForToken('This token is not valid.');
  }
  if (error instanceof Unreachable) {
    connection.lost();
    return again(AGAIN_MS);
  }
  if (!(error instanceof Refusal)) throw error;
  connection.answered();
  menu.hidden = false;
  problem.textContent = error.message;
  problem.hidden = false;
  view.replaceChildren();
}

/** For a page that shows what was: it stays, while the server is there. */
async function check() {
  const mine = visit;
  try {
    await api.session();
    if (mine === visit) again(CHECK_MS, check);
  } catch (error) {
    if (mine === visit) fail(error);
  }
}

function again(ms, act = () => show(false)) {
  timer = setTimeout(() => (document.hidden ? again(ms, act) : void act()), ms);
}

function askForToken(why) {
  menu.hidden = true;
  problem.hidden = true;
  connection.none();
  view.replaceChildren();
  login.ask(why);
}

/** `#/letter/<id>?status=open` as `{ name, id, query }` */
function placeOf(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [name = '', id = ''] = path.split('/');
  return {
    name,
    id: decodeURIComponent(id),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

byId('queues').addEventListener('click', async (event) => {
  event.preventDefault();
  try {
    await api.openQueues();
    location.assign('/queues');
  } catch (error) {
    fail(error);
  }
});
byId('leave').addEventListener('click', async () => {
  // Where the server is away, the pass ends by itself.
  await api.closeQueues().catch(fail);
  api.forget();
  session = undefined;
  void show(true);
});
addEventListener('hashchange', () => void show(true));
await show(true);
