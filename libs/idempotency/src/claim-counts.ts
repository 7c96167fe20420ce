import { HandBackError, IdempotencyMismatchError } from '@app/messaging';
import type { Metric, MetricRegistry, Series } from '@app/messaging';

const CLAIMS: Metric = {
  name: 'messaging_idempotency_claims_total',
  help: 'What became of messages and requests that were to be handled once, by the store that knows.',
  kind: 'counter',
};

const OUTCOMES = ['done', 'duplicate', 'handed_back', 'mismatch', 'failed'] as const;

/**
 * `done`: the handler ran. `duplicate`: it had run before. `handed_back`: somebody else was at it,
 * or the store could not tell. `mismatch`: its key was used with another payload. `failed`: the
 * handler failed, and the claim was released. Of a request, `handed_back` is answered by 409 and
 * `mismatch` by 422.
 */
export type ClaimOutcome = (typeof OUTCOMES)[number];

/** Counts the claims of one store. */
export class ClaimCounts {
  private readonly series: Readonly<Record<ClaimOutcome, Series>>;

  constructor(registry: MetricRegistry, store: string) {
    const counter = registry.counter(CLAIMS);
    this.series = Object.fromEntries(
      OUTCOMES.map((outcome) => [outcome, counter.of({ store, outcome })]),
    ) as Record<ClaimOutcome, Series>;
  }

  count(outcome: ClaimOutcome): void {
    this.series[outcome].value += 1;
  }

  countError(error: unknown): void {
    if (error instanceof IdempotencyMismatchError) this.count('mismatch');
    else this.count(error instanceof HandBackError ? 'handed_back' : 'failed');
  }
}
