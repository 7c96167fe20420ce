export interface ChargeRequest {
  /** The same key charges once, however often it is asked. */
  readonly idempotencyKey: string;
  readonly orderId: string;
  readonly amountCents: number;
  readonly method: string;
}

export type ChargeResult =
  | { readonly status: 'captured'; readonly chargeId: string }
  | { readonly status: 'declined'; readonly reason: string };

/** Whoever takes the money: a system of its own, outside our database and its transactions. */
export abstract class PaymentProvider {
  /** Rejects when the provider can't be asked now; a refusal of the card is a result. */
  abstract charge(request: ChargeRequest, signal: AbortSignal): Promise<ChargeResult>;
}
