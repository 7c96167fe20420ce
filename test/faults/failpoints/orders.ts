/** What the suite tells a process over its channel. */
export type Order =
  /** Die at the n-th passage of a failpoint, counted from now on. */
  | { readonly kind: 'die-at'; readonly failpoint: string; readonly passage: number }
  /** Forget every failpoint that was not reached. */
  | { readonly kind: 'disarm' }
  /** The payment provider refuses every call for so long. */
  | { readonly kind: 'provider-fails'; readonly forMs: number }
  /** The next handlers take this long. */
  | { readonly kind: 'slow-handlers'; readonly count: number; readonly delayMs: number }
  /** From now on this process believes it is later by so much. */
  | { readonly kind: 'move-clock'; readonly byMs: number };

/** What a process tells the suite: that it was spared the work of a message that it had handled. */
export interface Tiding {
  readonly kind: 'duplicate';
}
