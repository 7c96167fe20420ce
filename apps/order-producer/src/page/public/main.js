import { readFigures, readOptions, readOrder, readOrders, readStatistics } from './api.js';
import { showControls } from './controls.js';
import { followSteps } from './feed.js';
import { Liveness } from './liveness.js';
import { OrderMap } from './map.js';
import { OrdersList } from './orders-list.js';
import { Growth, Rate, showTiles } from './tiles.js';
import { showTimeline } from './timeline.js';

const FIGURES_EVERY_MS = 2_000;
/** Where steps were left out, what they would have told is read, but not for each of them. */
const RENEW_EVERY_MS = 2_000;
const byId = (id) => document.getElementById(id);

const liveness = new Liveness(byId('connection'));
const answer = byId('answer');
const steps = document.querySelector('[data-station="redis-streams"] output');
const rate = new Rate();
const handled = new Growth(6_000);
const retries = new Growth(60_000);
let seen = 0;
let choice = 0;
let renewal;

const map = new OrderMap(byId('map'), (left) => {
  byId('sampling').hidden = left === 0;
  byId('sampling').textContent =
    `A sample: ${left} orders more are not drawn. The list and the figures have them all.`;
});
const list = new OrdersList(byId('orders'), byId('no-orders'), async (orderId) => {
  await choose(orderId);
  // On a phone it is below the list.
  byId('timeline').scrollIntoView({ block: 'nearest' });
});

async function choose(orderId) {
  const mine = ++choice;
  try {
    const order = await readOrder(orderId);
    // An older answer may come later.
    if (mine === choice) showTimeline(byId('timeline'), order);
  } catch (error) {
    answer.textContent = `Order ${orderId}: ${error.message}`;
  }
}

async function renew() {
  try {
    await list.renew(readOrders);
    if (list.chosen) await choose(list.chosen);
    await showFigures();
    byId('stale').hidden = true;
  } catch (error) {
    byId('stale').hidden = false;
    byId('stale').textContent = `Not up to date: ${error.message}`;
  }
}

function renewSoon() {
  renewal ??= setTimeout(() => {
    renewal = undefined;
    void renew();
  }, RENEW_EVERY_MS);
}

async function showFigures() {
  liveness.asked();
  const [statistics, figures] = await Promise.all([readStatistics(), readFigures()]);
  liveness.answered(figures.isFeedUp);
  const { ordersPlaced, byStatus, averageSecondsToComplete } = statistics;
  const underWay = ordersPlaced - byStatus.completed - byStatus.cancelled;
  showTiles(byId('tiles'), [
    ['orders', ordersPlaced],
    ['under way', underWay],
    ['completed', byStatus.completed],
    ['cancelled', byStatus.cancelled],
    ['steps a second', rate.perSecond.toFixed(1)],
    ['seconds to complete', averageSecondsToComplete?.toFixed(2) ?? '–'],
    ...tilesOf(figures),
  ]);
}

/** Of all apps: where one does not answer, a sum without it would say too little. */
function tilesOf({ asked, answered, ...figures }) {
  if (asked === 0) return [];
  const isWhole = answered === asked;
  byId('missing').hidden = isWhole;
  byId('missing').textContent = `${asked - answered} of ${asked} apps tell no figures.`;
  if (isWhole) {
    handled.add(figures.handled);
    retries.add(figures.retries);
  }
  return [
    ['waiting (lag)', isWhole ? figures.lag : '–'],
    ['handled a second', isWhole ? handled.perSecond.toFixed(1) : '–'],
    ['retries in a minute', isWhole ? retries.total : '–'],
    ['open dead letters', isWhole ? figures.openDeadLetters : '–'],
  ];
}

followSteps({
  connected: (isConnected) => liveness.connected(isConnected),
  renew,
  steps: (batch, omitted) => {
    seen += batch.length + omitted;
    steps.textContent = String(seen);
    rate.add(batch.length + omitted);
    for (const step of batch) {
      map.show(step);
      list.update(step);
    }
    if (omitted > 0) renewSoon();
    else if (batch.some(({ orderId }) => orderId === list.chosen)) void choose(list.chosen);
  },
});

let isLooking = false;

/** One question at a time: a server that does not answer isn't asked ever more. */
async function look() {
  if (isLooking) return;
  isLooking = true;
  try {
    if (liveness.state === 'silent') await renew();
    else await showFigures().catch(renew);
  } finally {
    isLooking = false;
  }
}

// While nobody looks, or nothing can be had, the last figures stay.
setInterval(() => {
  if (document.hidden) return;
  liveness.say();
  if (liveness.state !== 'lost') void look();
}, FIGURES_EVERY_MS);

const { demo = false, consoleUrl } = await readOptions().catch(() => ({}));
if (consoleUrl) {
  byId('console').href = consoleUrl;
  byId('console').hidden = false;
}
showControls(byId('controls'), answer, demo);
