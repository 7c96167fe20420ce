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

/** How often something happened in the last seconds. */
export class Rate {
  #times = [];
  #spanMs = 5_000;

  add(count = 1) {
    this.#times.push([performance.now(), count]);
  }

  get perSecond() {
    const since = performance.now() - this.#spanMs;
    this.#times = this.#times.filter(([at]) => at >= since);
    return this.#times.reduce((sum, [, count]) => sum + count, 0) / (this.#spanMs / 1_000);
  }
}
