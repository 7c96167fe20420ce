/** Figures, by their names. @param figures `[name, value][]` */
export function showTiles(list, figures) {
  const tiles = figures.map(([name, value]) => {
    const tile = document.createElement('div');
    const term = document.createElement('dt');
    const detail = document.createElement('dd');
    term.textContent = name;
    detail.textContent = value;
    tile.append(term, detail);
    return tile;
  });
  list.replaceChildren(...tiles);
}

/** How much a count has grown lately; one that begins anew, because its process did, has not. */
export class Growth {
  #counts = [];

  /** @param spanMs how long ago it looks back */
  constructor(spanMs) {
    this.spanMs = spanMs;
  }

  add(count) {
    const now = performance.now();
    const before = this.#counts.at(-1)?.[1] ?? count;
    if (count < before) this.#counts = [];
    this.#counts.push([now, count]);
    while (this.#counts.length > 2 && this.#counts[1][0] <= now - this.spanMs) this.#counts.shift();
  }

  get total() {
    return (this.#counts.at(-1)?.[1] ?? 0) - (this.#counts[0]?.[1] ?? 0);
  }

  get perSecond() {
    const [first] = this.#counts;
    const last = this.#counts.at(-1);
    return first && last !== first ? this.total / ((last[0] - first[0]) / 1_000) : 0;
  }
}

/** How often something happened in the last seconds. */
export class Rate {
  #times = [];
  #spanMs = 5_000;

  add(count) {
    this.#forget();
    this.#times.push([performance.now(), count]);
  }

  get perSecond() {
    this.#forget();
    return this.#times.reduce((sum, [, count]) => sum + count, 0) / (this.#spanMs / 1_000);
  }

  /** Also while nobody looks, when only `add` is called. */
  #forget() {
    const since = performance.now() - this.#spanMs;
    while (this.#times[0]?.[0] < since) this.#times.shift();
  }
}
