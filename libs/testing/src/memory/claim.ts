import { afterFailure } from '@app/messaging';
import type { StoredMessage } from './stored-message.js';

interface Outcome {
  /** The message is settled for good. */
  done(): void;
  /** The message may be taken again. */
  again(): void;
  /** Whoever held the message no longer does. */
  ended(): void;
}

/**
 * A message in the hands of one handler. It is settled once; after it was revoked, settling does
 * nothing, since somebody else may hold the message by then.
 */
export class Claim {
  private readonly owner = new AbortController();
  private open = true;

  constructor(
    readonly message: StoredMessage,
    private readonly outcome: Outcome,
  ) {}

  /** Aborted when the claim is revoked. */
  get signal(): AbortSignal {
    return this.owner.signal;
  }

  acknowledge(): void {
    if (this.end()) this.outcome.done();
  }

  /**
   * Hands the message back.
   * @param failedAt when the handler failed, where the failure costs an attempt
   * @param later calls back once the message may be taken again
   */
  retry(failedAt: Date | undefined, later: (again: () => void) => void): void {
    if (!this.end()) return;
    if (failedAt) Object.assign(this.message, afterFailure(this.message, failedAt));
    later(() => this.outcome.again());
  }

  /** Takes the message away from its handler. */
  revoke(): void {
    if (!this.end()) return;
    this.owner.abort();
    this.outcome.again();
  }

  /** Whether the claim still holds, so that an effect on the handler's behalf makes sense. */
  get held(): boolean {
    return this.open;
  }

  private end(): boolean {
    const wasOpen = this.open;
    this.open = false;
    if (wasOpen) this.outcome.ended();
    return wasOpen;
  }
}
