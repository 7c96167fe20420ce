import { HandBackError } from '@app/messaging';

/** The store of the leases gave no answer, or refused. The message is handed back at no cost. */
export class LeaseStoreUnavailableError extends HandBackError {
  override readonly code = 'LEASE_STORE_UNAVAILABLE';

  /** @param problem a sentence: why it gave no answer, or what it said */
  constructor(
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`The idempotency store can't be used: ${problem}`, undefined, options);
  }
}

/**
 * The lease ran out while the handler was at work, so somebody else may have handled the message
 * meanwhile: what became of it is theirs to say. It is handed back at no cost.
 */
export class LeaseLostError extends HandBackError {
  override readonly code = 'LEASE_LOST';

  constructor(options?: ErrorOptions) {
    super(
      'The lease on the message was lost while its handler ran, so the effect may come twice.',
      undefined,
      options,
    );
  }
}
