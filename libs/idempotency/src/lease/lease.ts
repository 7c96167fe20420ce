/** A claim on one message of one consumer, by whoever knows the token. */
export interface Lease {
  readonly consumer: string;
  readonly key: string;
  /** SHA-256 of what the same key must always carry. */
  readonly payloadHash: Buffer;
  /** Drawn anew for each claim, so that a former owner can't pass for the present one. */
  readonly token: string;
}

export type ClaimAnswer =
  /** The lease is ours. */
  | { readonly state: 'claimed' }
  /** Somebody else has it, and it has not run out. */
  | { readonly state: 'in-progress' }
  | { readonly state: 'completed'; readonly payloadHash: Buffer };
