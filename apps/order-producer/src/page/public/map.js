const MOST_DOTS = 150;
const MOVE_MS = 500;
const FADE_MS = 700;

/** Draws each order as a dot that moves from broker to broker; a sample of them where they are many. */
export class OrderMap {
  #canvas;
  #stations;
  #dots = new Map();
  #isDrawing = false;
  /** Orders under way that are not drawn. */
  #left = new Set();
  #colors;
  #isCalm = matchMedia('(prefers-reduced-motion: reduce)');

  /** @param tellSample called with the number of orders that are not drawn */
  constructor(map, tellSample) {
    this.tellSample = tellSample;
    this.#canvas = map.querySelector('canvas');
    this.#stations = new Map(
      [...map.querySelectorAll('[data-station]')].map((it) => [it.dataset.station, it]),
    );
    const recolor = () => (this.#colors = colorsOf(map));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolor);
    recolor();
  }

  /** An order has come to a broker. */
  show({ orderId, broker, status }) {
    const known = this.#dots.get(orderId);
    if (!known && this.#dots.size >= MOST_DOTS) {
      if (isOver(status)) this.#left.delete(orderId);
      else this.#left.add(orderId);
      this.tellSample(this.#left.size);
      return;
    }
    const now = performance.now();
    const from = known ? this.#place(known, now) : this.#center('http');
    const target = this.#stations.has(broker) ? broker : 'http';
    this.#dots.set(orderId, { from, target, status, since: now, jitter: jitterOf(orderId) });
    if (!this.#isDrawing) this.#draw();
  }

  #draw() {
    this.#isDrawing = this.#dots.size > 0;
    const { width, height } = this.#canvas.getBoundingClientRect();
    const scale = devicePixelRatio || 1;
    this.#canvas.width = width * scale;
    this.#canvas.height = height * scale;
    const paint = this.#canvas.getContext('2d');
    paint.scale(scale, scale);
    const now = performance.now();
    for (const [orderId, dot] of this.#dots) {
      const age = now - dot.since;
      const fades = isOver(dot.status);
      // What stands still for long is shown in the list; here it would only pile up.
      const lastsMs = fades ? MOVE_MS + FADE_MS : 20_000;
      if (age > lastsMs) {
        this.#dots.delete(orderId);
        continue;
      }
      const { x, y } = this.#place(dot, now);
      paint.globalAlpha = fades ? Math.min(1, (lastsMs - age) / FADE_MS) : 1;
      paint.fillStyle = this.#colors[dot.status] ?? this.#colors.other;
      paint.beginPath();
      paint.arc(x, y, 6, 0, 2 * Math.PI);
      paint.fill();
    }
    if (this.#dots.size < MOST_DOTS / 2 && this.#left.size > 0) {
      this.#left.clear();
      this.tellSample(0);
    }
    if (this.#isDrawing) requestAnimationFrame(() => this.#draw());
  }

  #place({ from, target, since, jitter }, now) {
    const to = this.#center(target);
    const part = this.#isCalm.matches ? 1 : Math.min(1, (now - since) / MOVE_MS);
    const eased = 1 - (1 - part) ** 3;
    return {
      x: from.x + (to.x + jitter.x - from.x) * eased,
      y: from.y + (to.y + jitter.y - from.y) * eased,
    };
  }

  #center(station) {
    const origin = this.#canvas.getBoundingClientRect();
    const box = this.#stations.get(station).getBoundingClientRect();
    // Beside the words, wherever the layout leaves room.
    const isLow = box.height < 80;
    return {
      x: box.left - origin.left + box.width * (isLow ? 0.82 : 0.5),
      y: isLow ? box.top - origin.top + box.height / 2 : box.bottom - origin.top - 14,
    };
  }
}

const isOver = (status) => status === 'completed' || status === 'cancelled';

/** Keeps orders at one broker from lying upon each other; the same for each step of an order. */
function jitterOf(orderId) {
  let hash = 0;
  for (const character of orderId) hash = (hash * 31 + character.charCodeAt(0)) | 0;
  return { x: ((hash >>> 8) % 61) - 30, y: ((hash >>> 16) % 13) - 6 };
}

/** Of the page's own colours, which depend on light and dark. */
function colorsOf(map) {
  const probe = map.appendChild(document.createElement('i'));
  const colorOf = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const colors = {
    completed: colorOf('--good'),
    cancelled: colorOf('--bad'),
    other: colorOf('--accent'),
  };
  probe.remove();
  return colors;
}
