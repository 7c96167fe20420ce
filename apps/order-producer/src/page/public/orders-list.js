const MOST = 20;

/** The latest orders, as buttons that choose one. All text comes from events, so it is only ever text. */
export class OrdersList {
  #orders = new Map();
  #rows = new Map();
  /** Steps that came while all are read anew; undefined while they aren't. */
  #news;
  /** Where a change waits to be shown. */
  #frame;

  /** @param choose called with an order's id */
  constructor(list, empty, choose) {
    Object.assign(this, { list, empty, choose, chosen: undefined });
  }

  /** Replaces all. Steps that come meanwhile are newer. @param read gives orders, the latest first */
  async renew(read) {
    const news = (this.#news = []);
    try {
      const orders = await read();
      // Asked again meanwhile: that answer is newer.
      if (this.#news !== news) return;
      this.#orders = new Map(orders.toReversed().map((order) => [order.orderId, order.status]));
      for (const step of news) this.#set(step);
      this.#show();
    } finally {
      if (this.#news === news) this.#news = undefined;
    }
  }

  update(step) {
    this.#news?.push(step);
    this.#set(step);
    if (this.#frame === undefined) this.#frame = requestAnimationFrame(() => this.#show());
  }

  #set({ orderId, status }) {
    this.#orders.set(orderId, status);
    const [oldest] = this.#orders.keys();
    if (this.#orders.size > MOST) this.#orders.delete(oldest);
  }

  #show() {
    this.#frame = undefined;
    const latest = [...this.#orders].toReversed();
    const rows = latest.map(([orderId, status]) => this.#row(orderId, status));
    // Moved, not made anew: who stands on one with the keyboard stays there.
    rows.forEach((row, at) => {
      if (this.list.children[at] !== row)
        this.list.insertBefore(row, this.list.children[at] ?? null);
    });
    for (const [orderId, row] of this.#rows) {
      if (this.#orders.has(orderId)) continue;
      row.remove();
      this.#rows.delete(orderId);
    }
    this.empty.hidden = rows.length > 0;
  }

  #row(orderId, status) {
    const row = this.#rows.get(orderId) ?? this.#make(orderId);
    const [button] = row.children;
    button.setAttribute('aria-pressed', String(this.chosen === orderId));
    const label = button.lastElementChild;
    label.dataset.status = status;
    label.textContent = status.replaceAll('_', ' ');
    return row;
  }

  #make(orderId) {
    const row = document.createElement('li');
    const button = document.createElement('button');
    const name = document.createElement('span');
    const label = document.createElement('span');
    // Ids begin with their time, and look alike for a while.
    name.textContent = `…${orderId.slice(-12)}`;
    label.className = 'status';
    button.append(name, label);
    button.addEventListener('click', () => {
      this.chosen = orderId;
      this.#show();
      this.choose(orderId);
    });
    row.append(button);
    this.#rows.set(orderId, row);
    return row;
  }
}
