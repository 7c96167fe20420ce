const PATIENCE_MS = 5_000;

const WORDS = {
  live: 'live',
  lost: 'connection lost, trying again …',
  late: 'the server does not answer: what you see may be old',
  silent: 'no live steps, as their feed is down: read anew now and then',
};

/** Says whether what is on the page is of now: an open connection alone proves nothing. */
export class Liveness {
  #isConnected;
  #isFeedUp = true;
  #askedAt;

  constructor(element) {
    this.element = element;
  }

  get state() {
    if (!this.#isConnected) return 'lost';
    if (performance.now() - this.#askedAt > PATIENCE_MS) return 'late';
    return this.#isFeedUp ? 'live' : 'silent';
  }

  /** The stream of steps has been opened, or cut. */
  connected(isConnected) {
    this.#isConnected = isConnected;
    this.#askedAt = undefined;
    this.say();
  }

  /** The server has been asked: from now on its silence says something. */
  asked() {
    this.#askedAt ??= performance.now();
  }

  /** @param isFeedUp whether steps can come */
  answered(isFeedUp) {
    this.#askedAt = undefined;
    this.#isFeedUp = isFeedUp;
    this.say();
  }

  say() {
    const { state } = this;
    if (this.#isConnected === undefined || this.element.dataset.state === state) return;
    this.element.dataset.state = state;
    this.element.textContent = WORDS[state];
  }
}
