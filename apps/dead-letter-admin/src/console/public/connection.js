/** Says of when what is on the page is. */
export class Connection {
  #since = new Date();

  constructor(element) {
    this.element = element;
  }

  answered() {
    this.#since = new Date();
    this.#say('live', 'up to date');
  }

  /** The page is not read anew by itself. */
  shown() {
    this.#since = new Date();
    this.#say('live', `as of ${this.#since.toLocaleTimeString()}`);
  }

  /** The page is left as it is, for whoever is using it. */
  held() {
    const since = this.#since.toLocaleTimeString();
    this.#say('live', `connected: you see what was at ${since}, while you are at it`);
  }

  lost() {
    const since = this.#since.toLocaleTimeString();
    this.#say('lost', `connection lost: you see what was at ${since}; trying again …`);
  }

  none() {
    this.#say('', '');
  }

  #say(state, text) {
    this.element.dataset.state = state;
    // Only changes are read out.
    if (this.element.textContent !== text) this.element.textContent = text;
  }
}
